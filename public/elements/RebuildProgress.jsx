// How far a rebuild has come: its stages, and for the running one a bar with rate and time left.
import { Check, Circle, Loader2, X } from 'lucide-react';

const ICONS = { done: Check, running: Loader2, waiting: Circle, failed: X };

export default function RebuildProgress() {
  return (
    <ol className="ct-build" aria-live="polite">
      {props.rows.map((row) => {
        const Icon = ICONS[row.state];
        return (
          <li key={row.name} className={`ct-build-row ct-build-${row.state}`}>
            <Icon size={16} className={row.state === 'running' ? 'ct-turning' : undefined} />
            <span className="ct-build-name">{row.name}</span>
            <span className="ct-build-detail">{row.detail}</span>
            {row.state === 'running' ? (
              <span
                className="ct-build-bar"
                role="progressbar"
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.round(row.fraction * 100)}
              >
                <span style={{ width: `${Math.round(row.fraction * 100)}%` }} />
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
