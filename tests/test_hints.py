"""Help for a query that does not work."""

from graph.hints import fault, unknown, vocabulary


def test_the_place_of_a_mistake_is_shown_in_its_line() -> None:
    query = "SELECT ?a\nWHERE { ?a leg:met }"
    found = fault('line 2, column 20: expected one of "$", "?"', query)
    assert found
    assert "line 2, column 20" in found[0]
    assert found[1] == "WHERE { ?a leg:met }\n                   ^"


def test_a_complaint_without_a_place_is_left_as_it_is() -> None:
    assert fault("the query was stopped after 10 seconds", "SELECT *") is None
    assert fault("line 9, column 1: expected one of x", "SELECT *") is None


def test_a_name_that_the_vocabulary_lacks_gets_the_nearest_that_it_has() -> None:
    assert unknown("SELECT * { ?a leg:mett ?b ; leg:supports ?c }") == {"mett": "met"}
    assert unknown("# leg:none\nSELECT * { ?a leg:met 'x' ; schema:name \"leg:no\" }") == {}
    assert "met" in vocabulary()


def test_a_bare_colon_is_ours_unless_the_query_has_its_own() -> None:
    assert unknown("SELECT * { ?a :mett ?b ; schema:name ?c }") == {"mett": "met"}
    assert unknown("PREFIX : <http://a.example/> SELECT * { ?a :mett ?b }") == {}
