// Pairs of which one supported, aided or cooperated with the other, and later accused, threatened or attacked it.
// On the left the first hostile act that followed a friendly one, on the right the first friendly one; each told as fact.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE c.relation IN ['ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT'] AND c.modality = 'asserted' AND c.when IS NOT NULL
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c
MATCH (c)-[:SOURCE]->(a:Actor), (c)-[:TARGET]->(b:Actor)
WHERE a <> b
MATCH (a)<-[x:SOURCE|TARGET]-(d:Claim)-[y:SOURCE|TARGET]->(b)
WHERE d.relation IN ['SUPPORT', 'AID', 'COOPERATE', 'ALLY_OF'] AND d.modality = 'asserted' AND NOT d.former AND d.when < c.when
  AND (type(x) = 'SOURCE' AND type(y) = 'TARGET' OR d.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
WITH a, b, min(toString(c.when) + ' ' + c.id) AS turn, min(toString(d.when) + ' ' + d.id) AS start
ORDER BY turn DESC, a.id, b.id LIMIT 201
MATCH (c:Claim {id: split(turn, ' ')[1]}), (d:Claim {id: split(start, ' ')[1]})
MATCH (c)-[l:SOURCE]->(a), (c)-[r:TARGET]->(b)
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.sentence AS sentence, c.title AS title, c.publisher AS publisher,
  d.when AS date_before, d.verb AS verb_before, d.sentence AS sentence_before, d.title AS title_before
ORDER BY date DESC, who, whom, sentence
