// Accusations, condemnation and criticism told as fact.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.relation = 'ACCUSE' AND c.modality = 'asserted'
  AND EXISTS { (c)-[:SOURCE|TARGET]->(:Actor {id: $other}) }  // with other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, r.name AS whom, c.issue AS issue, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, whom, sentence
