// Acts promised or planned towards somebody that no article tells as done between the two.
// Which act a mode announces is in the table; without a mode it is the relation itself.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.modality = 'planned'
  AND EXISTS { (c)-[:SOURCE|TARGET]->(:Actor {id: $other}) }  // with other
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c, CASE c.mode WHEN 'meet' THEN 'CONSULT' WHEN 'visit' THEN 'CONSULT' WHEN 'aid' THEN 'AID' WHEN 'support' THEN 'SUPPORT' WHEN 'cooperate' THEN 'COOPERATE' WHEN 'sign' THEN 'COOPERATE' WHEN 'withdraw' THEN 'RETREAT' WHEN 'release' THEN 'RETREAT' ELSE c.relation END AS act
MATCH (c)-[l:SOURCE]->(a:Actor), (c)-[r:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND NOT EXISTS {
  MATCH (a)<-[x:SOURCE|TARGET]-(d:Claim)-[y:SOURCE|TARGET]->(b)
  WHERE d.relation = act AND d.modality = 'asserted' AND NOT d.former
    AND (type(x) = 'SOURCE' AND type(y) = 'TARGET' OR act IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
}
WITH c, l, r ORDER BY c.when IS NULL, c.when DESC, c.id, type(l), toString(l.position), type(r), toString(r.position) LIMIT 201
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, c.mode AS mode, r.name AS whom, c.issue AS issue, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, verb, whom, sentence
