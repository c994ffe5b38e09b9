// Offices by person. former is true where the article says that the office has ended.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.relation = 'HOLDS_OFFICE' AND c.modality = 'asserted'
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.issue AS office, r.name AS body, CASE WHEN c.former THEN true END AS former,
  c.since AS since_day, c.until AS until_day, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY who, date DESC, office, body, sentence
