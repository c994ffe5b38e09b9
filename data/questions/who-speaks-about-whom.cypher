// Speakers and the actors they speak about: targets of their statements, and parties of the claims attributed to them.
// Date, sentence and article are of the newest.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET|ATTRIBUTED_TO]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c
MATCH (c)-[k:SOURCE|ATTRIBUTED_TO]->(a:Actor), (c)-[m:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND (type(k) = 'ATTRIBUTED_TO' OR c.relation = 'STATEMENT' AND type(m) = 'TARGET')
  AND (a.id = $actor OR b.id = $actor)  // with actor
WITH a, b, count(DISTINCT c) AS claims, count(DISTINCT c.article) AS articles, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY claims DESC, a.id, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[l:SOURCE|ATTRIBUTED_TO]->(a), (n)-[r:SOURCE|TARGET]->(b)
RETURN DISTINCT l.name AS who, r.name AS whom, claims, articles, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY claims DESC, articles DESC, who, whom
