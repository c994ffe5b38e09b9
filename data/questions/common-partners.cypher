// Actors that acts told as fact tie to both actors, with the number of claims with each.
// Date, sentence and article are of the newest with the first actor.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE c.modality = 'asserted' AND (type(x) <> type(y) OR type(x) = 'SOURCE' AND type(y) = 'SOURCE' AND c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND b.id <> $actor AND b.id <> $other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH b, count(DISTINCT c) AS claims, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
MATCH (o:Actor {id: $other})<-[u:SOURCE|TARGET]-(d:Claim)-[v:SOURCE|TARGET]->(b)
WHERE d.modality = 'asserted' AND (type(u) <> type(v) OR type(u) = 'SOURCE' AND type(v) = 'SOURCE' AND d.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND ($since IS NULL OR d.when >= $since) AND ($until IS NULL OR d.when <= $until)
WITH b, claims, pick, count(DISTINCT d) AS claims_other
ORDER BY claims DESC, claims_other DESC, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|TARGET]->(b)
RETURN DISTINCT w.name AS who, claims, claims_other, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY claims DESC, claims_other DESC, who
