// The actor's partners with the number of cooperative and of conflictual acts told as fact (by the ontology's quad classes; demands count as conflict), and the difference.
// Date, sentence and article are of the newest.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE a <> b AND c.modality = 'asserted' AND c.relation IN ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT']
  AND (type(x) <> type(y) OR type(x) = 'SOURCE' AND type(y) = 'SOURCE' AND c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH b,
  count(DISTINCT CASE WHEN c.relation IN ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT'] THEN c END) AS cooperation,
  count(DISTINCT CASE WHEN c.relation IN ['REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'SANCTION', 'PROTEST', 'MOBILIZE', 'COERCE', 'ASSAULT'] THEN c END) AS conflict, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY cooperation + conflict DESC, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|TARGET]->(b)
RETURN DISTINCT w.name AS who, cooperation, conflict, cooperation - conflict AS balance, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY balance DESC, cooperation DESC, who
