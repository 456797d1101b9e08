// How far a rebuild has come: its stages, and for the running one a bar with rate and time left. It asks for itself: an
// element that is sent anew would close the panel in which somebody may be reading a source meanwhile.
import { useEffect, useState } from 'react';
import { Check, Circle, Loader2, X } from 'lucide-react';

const ICONS = { done: Check, running: Loader2, waiting: Circle, failed: X };
const ASK_MS = 500;

export default function RebuildProgress() {
  const [rows, setRows] = useState(props.rows);
  const ended = rows.every((row) => row.state === 'done') || rows.some((row) => row.state === 'failed');

  useEffect(() => {
    if (ended) return undefined;
    const timer = setInterval(async () => {
      try {
        const { response } = await callAction({ name: 'rebuild_progress', payload: {} });
        if (response?.rebuild === props.rebuild) setRows(response.rows);
        else clearInterval(timer);
      } catch {
        // The chat is away for a moment: the next question may reach it.
      }
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [ended]);

  return (
    <ol className="ct-build" aria-live="polite">
      {rows.map((row) => {
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
