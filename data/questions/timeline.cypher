// All claims that have both actors as parties, oldest first.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)-[:SOURCE|TARGET]->(:Actor {id: $other})
WHERE ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NOT NULL, c.when, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.issue AS issue, c.told AS told, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date, who, verb, whom, sentence
