"""Yes and no, announced and done, sure and perhaps."""

import pytest

from bot.polarity import polarity_fault


@pytest.mark.parametrize(
    ("sentence", "source", "fault"),
    [
        ("Hale will send guards", "Hale will not send guards", "drops a “not”"),
        ("Hale will send guards", "Hale refused to send guards", "drops a “not”"),
        ("Hale will send guards", "Hale won’t send guards", "drops a “not”"),
        ("Hale never sends guards", "Hale sends guards", "changes a “not”"),
        ("Hale rejected guards", "Hale wants guards", "changes a “not”"),
        ("Hale ruled out guards", "Hale did not rule out guards", "changes a “not”"),
        ("Hale did not rule out guards", "Hale ruled out guards", "changes a “not”"),
        ("Hale refused to send guards", "Hale ruled out sending guards", ""),
        ("Hale did not send guards", "Hale has refused to send guards", ""),
        ("Hale has not ruled out guards", "Hale did not rule out guards", ""),
        ("Hale will not leave the port", "Hale will not send guards to the border", "denies something else"),
        ("Hale sent guards", "Hale will send guards", "tells as done"),
        ("Hale is to send guards", "Hale will send guards", ""),
        ("Hale promised guards", "Hale said he would send guards", ""),
        ("Hale sent guards", "Hale sent guards on Monday", ""),
        ("Hale went to the port", "Hale will go to the port", "tells as done"),
        ("Hale will send guards", "Hale may send guards", "tells as certain"),
        ("Hale will send guards", "Hale will send guards if parliament agrees", "tells as certain"),
        ("Hale may send guards", "Hale might send guards", ""),
        ("Hale will send guards in May", "Hale will send guards in May", ""),
    ],
)
def test_paraphrase_keeps_how_its_source_says_it(sentence, source, fault):
    found = polarity_fault(sentence, source)
    assert fault in found and bool(found) == bool(fault)
