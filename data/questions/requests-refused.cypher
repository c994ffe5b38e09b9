// Demands that the one they were put to rejected, in the same article or another, on the same day or within a year.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.relation = 'REQUEST' AND c.modality = 'asserted'
  AND EXISTS { (c)-[:SOURCE|TARGET]->(:Actor {id: $other}) }  // with other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c
MATCH (c)-[l:SOURCE]->(a:Actor), (c)-[r:TARGET]->(b:Actor), (b)<-[:SOURCE]-(n:Claim)-[:TARGET]->(a)
WHERE a <> b AND n.relation = 'REJECT' AND n.modality = 'asserted' AND n.when >= c.when AND n.when.year <= c.when.year + 1
WITH DISTINCT c, l, r, n, a, b ORDER BY c.when DESC, c.id, n.id, a.id, b.id LIMIT 201
RETURN DISTINCT c.when AS date, l.name AS who, r.name AS whom, c.issue AS issue, c.sentence AS sentence, c.title AS title, c.publisher AS publisher,
  n.when AS refused_on, n.sentence AS refusal, n.title AS refusal_title, n.publisher AS refusal_publisher
ORDER BY date DESC, who, whom, sentence, refusal
