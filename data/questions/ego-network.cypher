// Everybody whom a claim ties to the actor: -> where the actor acts, <- where it is acted on, -- where both act together.
// Date, sentence and article are of the newest claim.
MATCH (a:Actor {id: $actor})<-[x:SOURCE|TARGET]-(c:Claim)-[y:SOURCE|TARGET]->(b:Actor)
WHERE a <> b
  AND (type(x) <> type(y) OR type(x) = 'SOURCE' AND type(y) = 'SOURCE' AND c.relation IN ['CONSULT', 'COOPERATE', 'ALLY_OF'])
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH b, c, CASE WHEN type(x) = type(y) THEN '--' WHEN type(x) = 'SOURCE' THEN '->' ELSE '<-' END AS direction
WITH b, c.relation AS relation, c.verb AS verb, c.modality AS modality, c.told AS told, direction,
  count(DISTINCT c) AS claims, count(DISTINCT c.article) AS articles, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY articles DESC, claims DESC, b.id, relation, direction, modality LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[w:SOURCE|TARGET]->(b)
RETURN DISTINCT w.name AS who, verb, direction, told, claims, articles, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY articles DESC, claims DESC, who, verb, direction, told
