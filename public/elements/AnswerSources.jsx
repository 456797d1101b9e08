// The sources under an answer. Also makes the answer's own marks ([S1] …) open the panel: it stands in the same
// message, and all that a panel shows is in `props`, so a click needs no word from the server.
import { useEffect, useRef, useState } from 'react';
import { useRecoilState } from 'recoil';
import { sideViewState } from '@chainlit/react-client';
import { Check, CircleHelp, X } from 'lucide-react';

const LINK = 'a[href^="#source-"]';

// What people said of what the ledger reads in a source: "" where nobody did, "partly" where they rejected some of it
// only or were of two minds.
function verdictOf(card) {
  const said = card.judged.filter((one) => one.verdict);
  if (!said.length) return '';
  if (said.every((one) => one.verdict === 'confirmed')) return 'confirmed';
  return card.judged.every((one) => one.verdict === 'rejected') ? 'rejected' : 'partly';
}

function toldOf(card) {
  const said = card.judged.map((one) => one.told).filter(Boolean);
  const told = [...new Set(said)].join('; ');
  return told && card.judged.length > 1 ? `${said.length} of ${card.judged.length} readings: ${told}` : told;
}

const SIGNS = { confirmed: Check, rejected: X, partly: CircleHelp };

export default function AnswerSources() {
  const place = useRef(null);
  const [panel, setPanel] = useRecoilState(sideViewState);
  const { answer, heading, corrector } = props;
  const [cards, setCards] = useState(props.cards);
  const idOf = (card) => `${answer}-${card.number}`;
  const shown = panel?.elements?.[0]?.id;

  // A person's word on one source may concern others, so the panel hands on all of them as they now are.
  const renewed = panel?.elements?.[0]?.props?.renewed?.[answer];
  useEffect(() => {
    if (renewed) setCards(renewed);
  }, [renewed]);

  const open = (number) => {
    const current = cards.findIndex((card) => card.number === number);
    if (current < 0) return;
    setPanel({
      title: `${cards[current].lacks ? 'Near miss' : 'Source'} ${current + 1} of ${cards.length}`,
      elements: [
        {
          id: idOf(cards[current]),
          type: 'custom',
          name: 'Passage',
          display: 'side',
          props: { answer, cards, current, corrector }
        }
      ]
    });
  };

  useEffect(() => {
    const message = place.current?.closest('.message-content');
    if (!message) return undefined;
    const follow = (event) => {
      const link = event.target.closest(LINK);
      if (!link) return;
      event.preventDefault();
      open(Number(link.getAttribute('href').slice('#source-'.length)));
    };
    message.addEventListener('click', follow);
    return () => message.removeEventListener('click', follow);
  }, [answer, cards]);

  useEffect(() => {
    const links = place.current?.closest('.message-content')?.querySelectorAll(LINK) ?? [];
    for (const link of links) {
      const number = Number(link.getAttribute('href').slice('#source-'.length));
      const card = cards.find((one) => one.number === number);
      if (!card) continue;
      link.classList.toggle('ct-open', idOf(card) === shown);
      link.classList.toggle('ct-chip-near', Boolean(card.lacks));
      for (const verdict of ['confirmed', 'rejected']) {
        link.classList.toggle(`ct-chip-${verdict}`, verdictOf(card) === verdict);
      }
      link.setAttribute('aria-label', [`Source ${number}`, toldOf(card)].filter(Boolean).join(', ') + ': show the passage');
      link.title = toldOf(card);
      link.removeAttribute('target');
    }
  });

  // A refusal tells its near misses itself, each with its outlet and date.
  if (cards.every((card) => card.lacks)) return <span ref={place} className="ct-near-misses" hidden />;

  return (
    <section ref={place} className="ct-sources" aria-label={heading}>
      <h2 className="ct-sources-heading">{heading}</h2>
      <ol>
        {cards.map((card) => {
          const verdict = verdictOf(card);
          const Sign = SIGNS[verdict];
          return (
            <li key={card.number}>
              <button
                type="button"
                className={idOf(card) === shown ? 'ct-source ct-open' : 'ct-source'}
                onClick={() => open(card.number)}
              >
                <span className={card.lacks ? 'ct-chip ct-chip-near' : 'ct-chip'}>S{card.number}</span>
                <span className="ct-source-text">
                  <span className="ct-source-title">{card.title}</span>
                  <span className="ct-source-where">{[card.outlet, card.published].filter(Boolean).join(' · ')}</span>
                  {verdict ? (
                    <span className={`ct-source-told ct-told-${verdict}`}>
                      <Sign size={13} /> {toldOf(card)}
                    </span>
                  ) : null}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
