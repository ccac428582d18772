"""Indicators by what people type: number, name, question, definition, and the synonyms of the trade. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.indicators.records import Indicator
from pacte.reference.text_query import SearchVocabulary, parse_text_query
from pacte.reference.text_search import SearchDocument, corrected_words, known_words, match_document, unknown_words


def indicator_document(indicator: Indicator) -> SearchDocument:
    """What a search reads of an indicator."""
    texts = (
        ("question", indicator.question),
        ("compté", indicator.entity),
        ("numérateur", indicator.numerator_label),
        ("dénominateur", indicator.denominator_label),
        ("note", indicator.note),
    )
    codes = tuple(each for each in (indicator.number, indicator.code) if each)
    return SearchDocument(indicator.label, codes, tuple((name, text) for name, text in texts if text))


def matching_indicators(indicators: Iterable[Indicator], text: str, vocabulary: SearchVocabulary) -> list[Indicator]:
    """The indicators that match the words, in their order; of misspelt words, those that the nearest words give."""
    documents = [(each, indicator_document(each)) for each in indicators]
    query = parse_text_query(text, vocabulary)
    exact = [each for each, document in documents if match_document(query, document)]
    if exact:
        return exact
    known = known_words((each for _, each in documents), vocabulary)
    corrections = corrected_words(unknown_words(query, known), known)
    if not corrections:
        return []
    meant = parse_text_query(text, vocabulary, corrections=corrections)
    return [each for each, document in documents if match_document(meant, document)]
