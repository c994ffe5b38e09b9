// Countries and the bodies they support or aid, by the number of articles; date, sentence and article are of the newest.
MATCH (a:Actor)<-[:SOURCE]-(c:Claim)-[:TARGET]->(b:Actor), (c)-[:IN_ARTICLE]->(t:Article)
WHERE c.relation IN ['SUPPORT', 'AID'] AND c.modality = 'asserted' AND a <> b
  AND EXISTS { (t)-[:NAMES {kind: 'country'}]->(a) }
  AND EXISTS { MATCH (t)-[w:NAMES]->(b) WHERE w.kind IN ['organization', 'igo', 'armed group', 'party', 'media', 'group'] }
  AND ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH a, b, count(DISTINCT t) AS articles, max(coalesce(toString(c.when), '') + ' ' + c.id) AS pick
ORDER BY articles DESC, a.id, b.id LIMIT 201
MATCH (n:Claim {id: split(pick, ' ')[1]})
MATCH (n)-[l:SOURCE]->(a), (n)-[r:TARGET]->(b)
RETURN DISTINCT l.name AS country, r.name AS body, articles, n.when AS date, n.sentence AS sentence, n.title AS title, n.publisher AS publisher
ORDER BY articles DESC, country, body
