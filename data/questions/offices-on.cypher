// Offices held on a day: told on that day or in the calendar year before, and not outside the days that the article gives for it.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.relation = 'HOLDS_OFFICE' AND c.modality = 'asserted' AND NOT c.former
  AND c.when <= $on AND c.when.year >= $on.year - 1
  AND (c.since IS NULL OR c.since <= $on) AND (c.until IS NULL OR c.until >= $on)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.issue AS office, r.name AS body, CASE WHEN c.former THEN true END AS former,
  c.since AS since_day, c.until AS until_day, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY who, date DESC, office, body, sentence
