// One cited passage in its article, in the side panel. Every word of the article is a React child, so it is shown and
// never read as HTML.
import { useEffect, useRef, useState } from 'react';
import { useSetRecoilState } from 'recoil';
import { sideViewState } from '@chainlit/react-client';
import { Check, ChevronLeft, ChevronRight, Copy, ExternalLink } from 'lucide-react';

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.appendChild(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

export default function Passage() {
  const { answer, cards, current } = props;
  const card = cards[current];
  const body = useRef(null);
  const [copied, setCopied] = useState(false);
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
        { ...panel.elements[0], id: `${answer}-${cards[index].number}`, props: { answer, cards, current: index } }
      ]
    }));

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
          <p key={row}>
            {paragraph.map((piece, column) =>
              piece.cited ? <mark key={column}>{piece.text}</mark> : <span key={column}>{piece.text}</span>
            )}
          </p>
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
