// What is said about the actor: statements about it, and claims that an article attributes to somebody and that have it as a party.
// The speaker stands on the left: who makes the statement, or to whom the claim is attributed.
MATCH (a:Actor {id: $actor})<-[k:SOURCE|TARGET]-(c:Claim)
WHERE (c.relation = 'STATEMENT' AND type(k) = 'TARGET'
    OR EXISTS { MATCH (c)-[:ATTRIBUTED_TO]->(v:Actor) WHERE v <> a })
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
OPTIONAL MATCH (c)-[s:ATTRIBUTED_TO]->(:Actor)
RETURN DISTINCT c.when AS date, s.name AS speaker, l.name AS who, c.verb AS verb, r.name AS whom, coalesce(c.content, c.issue) AS about, c.told AS told, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, speaker, who, verb, whom, sentence
