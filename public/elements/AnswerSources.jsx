// The sources under an answer. Also makes the answer's own marks ([S1] …) open the panel: it stands in the same
// message, and all that a panel shows is in `props`, so a click needs no word from the server.
import { useEffect, useRef } from 'react';
import { useRecoilState } from 'recoil';
import { sideViewState } from '@chainlit/react-client';

const LINK = 'a[href^="#source-"]';

export default function AnswerSources() {
  const place = useRef(null);
  const [panel, setPanel] = useRecoilState(sideViewState);
  const { answer, cards, heading } = props;
  const idOf = (card) => `${answer}-${card.number}`;
  const shown = panel?.elements?.[0]?.id;

  const open = (number) => {
    const current = cards.findIndex((card) => card.number === number);
    if (current < 0) return;
    setPanel({
      title: `${cards[current].lacks ? 'Near miss' : 'Source'} ${current + 1} of ${cards.length}`,
      elements: [
        { id: idOf(cards[current]), type: 'custom', name: 'Passage', display: 'side', props: { answer, cards, current } }
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
  }, [answer]);

  useEffect(() => {
    const links = place.current?.closest('.message-content')?.querySelectorAll(LINK) ?? [];
    for (const link of links) {
      const number = link.getAttribute('href').slice('#source-'.length);
      link.classList.toggle('ct-open', `${answer}-${number}` === shown);
      link.classList.toggle('ct-chip-near', cards.some((card) => card.number === Number(number) && card.lacks));
      link.setAttribute('aria-label', `Source ${number}: show the passage`);
      link.removeAttribute('target');
    }
  });

  // A refusal tells its near misses itself, each with its outlet and date.
  if (cards.every((card) => card.lacks)) return <span ref={place} className="ct-near-misses" hidden />;

  return (
    <section ref={place} className="ct-sources" aria-label={heading}>
      <h2 className="ct-sources-heading">{heading}</h2>
      <ol>
        {cards.map((card) => (
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
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
