// Between two actors, for each relation the first act told as fact, of either to the other.
MATCH (a:Actor)<-[:SOURCE]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE (a.id = $actor AND b.id = $other OR a.id = $other AND b.id = $actor AND NOT c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND (type(y) = 'TARGET' OR c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND c.modality = 'asserted' AND NOT c.former AND c.when IS NOT NULL
WITH c.relation AS relation, a, b, min(toString(c.when) + ' ' + c.id) AS pick
ORDER BY relation, a.id, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[l:SOURCE]->(a), (n)-[r:SOURCE|TARGET]->(b)
RETURN DISTINCT n.when AS date, l.name AS who, n.verb AS verb, r.name AS whom, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY date, verb, who
