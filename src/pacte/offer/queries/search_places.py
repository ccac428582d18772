"""Communes that people search around: those of the region, then those of its neighbours. Cached in the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pacte.kernel.actor import NOBODY, Actor
from pacte.offer.queries.search_lexicon import SearchLexiconCache
from pacte.offer.rules.search_place import NameKey, PlaceAmongWords, communes_by_name, name_key, place_among_words
from pacte.reference.queries import neighbour_communes, places_of_kind, territory_editions, territory_stamp
from pacte.reference.records import Place, ZoneKind
from pacte.reference.text_matching import search_tokens


class _CommuneCache:
    """Until a territory is loaded or completed."""

    stamp: tuple[int, ...] | None = None
    here: Mapping[NameKey, Sequence[Place]] = {}
    around: Mapping[NameKey, Sequence[Place]] | None = None


def place_in_words(*, actor: Actor, words: str) -> PlaceAmongWords | None:
    """The commune written among the words of a search, of the region first. Public."""
    lexicon = SearchLexiconCache.current()

    def is_word(token: str) -> bool:
        return lexicon.has_word(token)

    cache = _communes(actor)
    here = place_among_words(words, cache.here, is_word=is_word)
    if here or all(is_word(token) for token in search_tokens(words)):
        return here
    # Around the region, only a name that can be nothing else: « Ligné » is not « en ligne ».
    around = place_among_words(words, _communes_around(cache), is_word=is_word)
    is_certain = around and not all(is_word(token) for token in name_key(around.communes[0].name))
    return around if is_certain else None


def communes_named(*, actor: Actor, name: str) -> tuple[Place, ...]:
    """Communes with this whole name, however it is written: in the region, else around it. Public."""
    cache = _communes(actor)
    return tuple(cache.here.get(name_key(name), ()) or _communes_around(cache).get(name_key(name), ()))


def _communes(actor: Actor) -> type[_CommuneCache]:
    stamp = territory_stamp(actor=actor)
    if stamp != _CommuneCache.stamp:
        _CommuneCache.here = communes_by_name(places_of_kind(ZoneKind.COMMUNE)) if territory_editions() else {}
        _CommuneCache.stamp, _CommuneCache.around = stamp, None
    return _CommuneCache


def _communes_around(cache: type[_CommuneCache]) -> Mapping[NameKey, Sequence[Place]]:
    """Read only when a name is not of the region: the files of the neighbours are large."""
    if cache.around is None:
        regions = {each.region_code for named in cache.here.values() for each in named}
        cache.around = communes_by_name(neighbour_communes(actor=NOBODY, region_codes=regions))
    return cache.around
