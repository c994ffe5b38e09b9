// The same relation between the same two actors, told as fact here and denied there, about the same time: within some ten
// days. Every month counts as 31 days there, so that all engines reckon alike. The period is that of the denial.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET]-(n:Claim)  // with actor
MATCH (n:Claim)  // without actor
WHERE n.modality = 'denied'
  AND ($since IS NULL OR n.when >= $since) AND ($until IS NULL OR n.when <= $until)
WITH DISTINCT n
MATCH (n)-[:SOURCE]->(a:Actor), (n)-[k:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND (type(k) = 'TARGET' OR n.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND (NOT n.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'] OR a.id < b.id)
MATCH (a)<-[l:SOURCE|TARGET]-(c:Claim)-[r:SOURCE|TARGET]->(b)
WHERE c.relation = n.relation AND c.modality = 'asserted' AND NOT c.former AND c.article <> n.article
  AND abs(n.when.year * 372 + n.when.month * 31 + n.when.day - c.when.year * 372 - c.when.month * 31 - c.when.day) <= 10
  AND (type(l) = 'SOURCE' AND type(r) = 'TARGET' OR c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
WITH DISTINCT n, c, l, r ORDER BY n.when IS NULL, n.when DESC, n.id, c.id, type(l), toString(l.position), type(r), toString(r.position) LIMIT 201
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.sentence AS sentence, c.title AS title, c.publisher AS publisher,
  n.when AS denied_on, n.sentence AS denial, n.title AS denial_title, n.publisher AS denial_publisher
ORDER BY date DESC, who, verb, whom, sentence, denial
