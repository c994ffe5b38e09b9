// Meetings, visits and calls told as fact; each pair once a claim, with the actor asked for on the left.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.relation = 'CONSULT' AND c.modality = 'asserted'
  AND EXISTS { (c)-[:SOURCE|TARGET]->(:Actor {id: $other}) }  // with other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE|TARGET]->(a:Actor), (c)-[r:SOURCE|TARGET]->(b:Actor)
WHERE a.id < b.id  // without actor
WHERE a.id = $actor AND b.id <> $actor  // with actor
  AND b.id = $other  // with other
RETURN DISTINCT c.when AS date, l.name AS who, r.name AS whom, c.place AS place, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, whom, sentence
