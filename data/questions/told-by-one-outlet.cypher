// Acts told as fact between two actors, of one kind, that this outlet tells and no other outlet does.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.modality = 'asserted' AND c.relation IN ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT'] AND NOT c.former AND c.publisher = $outlet
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c
MATCH (c)-[l:SOURCE]->(a:Actor), (c)-[r:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND (type(r) = 'TARGET' AND NOT c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'] OR c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'] AND a.id < b.id)
  AND NOT EXISTS {
    MATCH (a)<-[x:SOURCE|TARGET]-(d:Claim)-[y:SOURCE|TARGET]->(b)
    WHERE d.relation = c.relation AND d.modality = 'asserted' AND NOT d.former AND d.publisher <> $outlet
      AND (type(x) = 'SOURCE' AND type(y) = 'TARGET' OR d.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  }
WITH c, l, r ORDER BY c.when IS NULL, c.when DESC, c.id, type(l), toString(l.position), type(r), toString(r.position) LIMIT 201
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, verb, whom, sentence
