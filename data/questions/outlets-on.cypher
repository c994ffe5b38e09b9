// Outlets by the number of articles in which they tell of the actor; date, sentence and title are of the newest.
MATCH (a:Actor {id: $actor})<-[:SOURCE|TARGET|ATTRIBUTED_TO]-(c:Claim)
WHERE c.publisher IS NOT NULL
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH c.publisher AS publisher, count(DISTINCT c.article) AS articles, count(DISTINCT c) AS claims, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY articles DESC, claims DESC, publisher LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
RETURN publisher, articles, claims, n.when AS date, n.sentence AS sentence, n.title AS title
ORDER BY articles DESC, claims DESC, publisher
