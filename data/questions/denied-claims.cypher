// Claims that an article says are not so, with who denies them.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET|ATTRIBUTED_TO]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.modality = 'denied'
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
OPTIONAL MATCH (c)-[s:ATTRIBUTED_TO]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.issue AS issue, s.name AS denied_by, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, verb, whom, sentence
