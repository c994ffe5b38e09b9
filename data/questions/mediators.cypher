// Actors that met both actors, told as fact, with the number of claims with each.
// Date, sentence and article are of the newest meeting with the first actor.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE c.modality = 'asserted' AND type(x) IN ['SOURCE', 'TARGET'] AND type(y) IN ['SOURCE', 'TARGET'] AND c.relation = 'CONSULT'
  AND b.id <> $actor AND b.id <> $other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH b, count(DISTINCT c) AS meetings, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
MATCH (o:Actor {id: $other})<-[u:SOURCE|TARGET]-(d:Claim)-[v:SOURCE|TARGET]->(b)
WHERE d.modality = 'asserted' AND type(u) IN ['SOURCE', 'TARGET'] AND type(v) IN ['SOURCE', 'TARGET'] AND d.relation = 'CONSULT'
  AND ($since IS NULL OR d.when >= $since) AND ($until IS NULL OR d.when <= $until)
WITH b, meetings, pick, count(DISTINCT d) AS meetings_other
ORDER BY meetings DESC, meetings_other DESC, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|TARGET]->(b)
RETURN DISTINCT w.name AS who, meetings, meetings_other, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY meetings DESC, meetings_other DESC, who
