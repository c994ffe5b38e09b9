// What the actor said: statements of its own, and claims of every kind that an article attributes to it.
MATCH (a:Actor {id: $actor})<-[:SOURCE|ATTRIBUTED_TO]-(c:Claim)
WHERE (c.relation = 'STATEMENT' OR EXISTS { (c)-[:ATTRIBUTED_TO]->(a) })
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, coalesce(c.content, c.issue) AS about, c.told AS told, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, verb, whom, sentence
