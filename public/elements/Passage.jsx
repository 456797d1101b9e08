// One cited passage in its article, in the side panel. Every word of the article is a React child, so it is shown and
// never read as HTML.
import { Fragment, useEffect, useRef, useState } from 'react';
import { useSetRecoilState } from 'recoil';
import { sideViewState } from '@chainlit/react-client';
import { Check, ChevronLeft, ChevronRight, Copy, ExternalLink, Undo2, X } from 'lucide-react';

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.appendChild(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

// What the ledger reads in the cited words. A person's word on it is kept by the server, which gives back what the
// panel shows from then on; that draws the panel anew, so the button that stands there next is given the focus.
function Reading({ one, corrector, judge, acted, busy }) {
  const next = useRef(null);
  useEffect(() => {
    if (acted) next.current?.focus({ preventScroll: true });
  }, []);
  const button = (act, Icon, label, ref) => (
    <button
      type="button"
      ref={ref}
      className={`ct-act-${act}`}
      disabled={busy}
      onClick={() => judge(one.commitment_id, act)}
      aria-label={`${label}: ${one.kind} of ${one.actors}, ${one.action}`}
    >
      <Icon size={15} /> {label}
    </button>
  );
  return (
    <li className="ct-reading">
      <p className="ct-reading-who">
        <strong>{one.kind}</strong> of {one.actors}
      </p>
      <p className={one.verdict === 'rejected' ? 'ct-reading-what ct-struck' : 'ct-reading-what'}>{one.action}</p>
      {one.changes.map((line) => (
        <p key={line} className="ct-reading-change">
          {line}
        </p>
      ))}
      <div className="ct-reading-acts">
        {one.verdict ? (
          <span className={`ct-told ct-told-${one.verdict}`} role="status">
            {one.verdict === 'confirmed' ? <Check size={15} /> : <X size={15} />} {one.told}
          </span>
        ) : null}
        {corrector && one.verdict ? button('undo', Undo2, 'Undo', next) : null}
        {corrector && !one.verdict ? button('confirm', Check, 'Confirm', next) : null}
        {corrector && !one.verdict ? button('reject', X, 'Reject', null) : null}
      </div>
      {corrector ? (
        <details className="ct-reading-more">
          <summary>Change its status, kind or actors</summary>
          <p>On the command line; a change of status names its evidence:</p>
          <code>
            {one.command.split(' ').map((word, column) => (
              <Fragment key={column}>
                {column ? ' ' : ''}
                <span className="ct-whole">{word}</span>
              </Fragment>
            ))}
          </code>
        </details>
      ) : null}
    </li>
  );
}

export default function Passage() {
  const { answer, cards, current, corrector, acted } = props;
  const card = cards[current];
  const body = useRef(null);
  const [copied, setCopied] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const setPanel = useSetRecoilState(sideViewState);

  // Once at once and once after the panel has slid in, which moves what is in view. The nearest place leaves the head
  // of a short article in sight; the margin of a mark (chat.css) keeps what follows it in sight too.
  useEffect(() => {
    const show = () => body.current?.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
    show();
    const later = setTimeout(show, 350);
    return () => clearTimeout(later);
  }, [card.number]);

  const go = (index) =>
    setPanel((panel) => ({
      title: `${cards[index].lacks ? 'Near miss' : 'Source'} ${index + 1} of ${cards.length}`,
      elements: [
        { ...panel.elements[0], id: `${answer}-${cards[index].number}`, props: { answer, cards, current: index, corrector } }
      ]
    }));

  const judge = async (commitment, act) => {
    setBusy(true);
    setTrouble('');
    try {
      const called = await callAction({ name: 'judge', payload: { answer, number: card.number, commitment, act } });
      const { trouble: told, renewed } = called.response;
      if (!renewed) throw new Error(told);
      setPanel((panel) => ({
        ...panel,
        elements: [
          {
            ...panel.elements[0],
            props: { answer, cards: renewed[answer], current, corrector, acted: commitment, renewed }
          }
        ]
      }));
    } catch (error) {
      setTrouble(error.message || 'The chat did not answer; nothing was kept. Try again.');
      setBusy(false);
    }
  };

  // The ledger's reading stands behind the words that it is of.
  const lastCited = card.paragraphs.reduce((last, pieces, row) => (pieces.some((piece) => piece.cited) ? row : last), 0);
  const readings = card.judged.length ? (
    <aside className="ct-readings" aria-label="What the ledger reads in these words">
      <h4>What the ledger reads here</h4>
      <ul>
        {card.judged.map((one) => (
          <Reading
            key={one.commitment_id}
            one={one}
            corrector={corrector}
            judge={judge}
            acted={acted === one.commitment_id}
            busy={busy}
          />
        ))}
      </ul>
      {trouble ? (
        <p className="ct-trouble" role="alert">
          {trouble}
        </p>
      ) : null}
      {corrector ? (
        <p className="ct-readings-note">
          Read by machine. <b>Confirm</b> what is right and <b>Reject</b> what is no commitment: kept under the name{' '}
          <b>{corrector}</b> with these words as evidence, for every answer from now on.
        </p>
      ) : null}
    </aside>
  ) : null;

  const copyReference = async () => {
    await copy(card.reference);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };

  return (
    <article className="ct-passage">
      <div className="ct-passage-row">
        <span className={card.lacks ? 'ct-chip ct-chip-near' : 'ct-chip'}>S{card.number}</span>
        <span className="ct-passage-outlet">{card.outlet || 'Outlet not known'}</span>
        <span className="ct-passage-date">{card.published}</span>
        {cards.length > 1 ? (
          <span className="ct-passage-turn">
            <button type="button" aria-label="Previous source" disabled={current === 0} onClick={() => go(current - 1)}>
              <ChevronLeft size={18} />
            </button>
            <button
              type="button"
              aria-label="Next source"
              disabled={current === cards.length - 1}
              onClick={() => go(current + 1)}
            >
              <ChevronRight size={18} />
            </button>
          </span>
        ) : null}
      </div>
      <header className="ct-passage-head">
        {card.headline ? <h3 className="ct-passage-title">{card.headline}</h3> : null}
        {card.written ? <p className="ct-passage-written">{card.written}</p> : null}
        <div className="ct-passage-acts">
          <button type="button" onClick={copyReference}>
            {copied ? <Check size={15} /> : <Copy size={15} />} {copied ? 'Copied' : 'Copy citation'}
          </button>
          {card.url ? (
            <a href={card.url} target="_blank" rel="noopener noreferrer">
              <ExternalLink size={15} /> Open the original
            </a>
          ) : null}
        </div>
        {card.lacks ? <p className="ct-passage-lacks">Near, but not an answer: {card.lacks}</p> : null}
      </header>
      <div ref={body} className="ct-passage-body">
        {card.cut_before ? <p className="ct-passage-cut">The article begins earlier.</p> : null}
        {card.paragraphs.map((paragraph, row) => (
          <Fragment key={row}>
            <p>
              {paragraph.map((piece, column) =>
                piece.cited ? <mark key={column}>{piece.text}</mark> : <span key={column}>{piece.text}</span>
              )}
            </p>
            {row === lastCited ? readings : null}
          </Fragment>
        ))}
        {card.cut_after ? <p className="ct-passage-cut">The article goes on.</p> : null}
      </div>
      <footer className="ct-passage-foot">
        {card.copies.length ? (
          <details>
            <summary>
              The same report in {card.copies.length} other {card.copies.length === 1 ? 'article' : 'articles'}: counted as
              one source
            </summary>
            <ul>
              {card.copies.map((line, row) => (
                <li key={row}>{line}</li>
              ))}
            </ul>
          </details>
        ) : null}
        <p>
          File <code>{card.path}</code>
        </p>
      </footer>
    </article>
  );
}
