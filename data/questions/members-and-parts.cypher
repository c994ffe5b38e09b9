// Who belongs to the actor: holders of its offices, leaders, members and parts.
MATCH (:Actor {id: $actor})<-[:TARGET]-(c:Claim)
WHERE c.relation IN ['HOLDS_OFFICE', 'LEADS', 'MEMBER_OF', 'PART_OF'] AND c.modality = 'asserted'
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.issue AS capacity, CASE WHEN c.former THEN true END AS former, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY who, verb, date DESC, whom, capacity, sentence
