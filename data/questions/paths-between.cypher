// The shortest chains of acts told as fact that lead from one actor to the other, over one, two or three steps, whichever way
// each act goes; of the shortest ones those first whose least told step is told most. Date, sentence and article are of the
// newest act of the first step. Between actors stand only the direct relationships of what is told as fact.
MATCH (:Actor {id: $actor})-[r1]-(:Actor {id: $other})
WHERE ($since IS NULL OR r1.when >= $since) AND ($until IS NULL OR r1.when <= $until)
WITH count(DISTINCT r1.claim) AS n1, max(coalesce(toString(r1.when), '') + ' ' + r1.claim) AS pick1
MATCH (c1:Claim {id: split(pick1, ' ')[1]})
MATCH (c1)-[p0:SOURCE|TARGET]->(:Actor {id: $actor}), (c1)-[p1:SOURCE|TARGET]->(:Actor {id: $other})
RETURN DISTINCT 1 AS steps, p0.name + ' - ' + p1.name AS path, c1.verb AS acts, toString(n1) AS claims, n1 AS weakest, c1.when AS date, c1.sentence AS sentence, c1.title AS title, c1.publisher AS publisher
UNION
MATCH (:Actor {id: $actor})-[r1]-(m:Actor)
WHERE $actor <> $other AND ($since IS NULL OR r1.when >= $since) AND ($until IS NULL OR r1.when <= $until)
  AND NOT EXISTS { MATCH (:Actor {id: $actor})-[d]-(:Actor {id: $other}) WHERE ($since IS NULL OR d.when >= $since) AND ($until IS NULL OR d.when <= $until) }
WITH m, count(DISTINCT r1.claim) AS n1, max(coalesce(toString(r1.when), '') + ' ' + r1.claim) AS pick1
MATCH (m)-[r2]-(:Actor {id: $other})
WHERE ($since IS NULL OR r2.when >= $since) AND ($until IS NULL OR r2.when <= $until)
WITH m, n1, pick1, count(DISTINCT r2.claim) AS n2, max(coalesce(toString(r2.when), '') + ' ' + r2.claim) AS pick2
WITH m, n1, n2, pick1, pick2, CASE WHEN n1 < n2 THEN n1 ELSE n2 END AS weakest
ORDER BY weakest DESC, m.id LIMIT 201
MATCH (c1:Claim {id: split(pick1, ' ')[1]}), (c2:Claim {id: split(pick2, ' ')[1]})
MATCH (c1)-[p0:SOURCE|TARGET]->(:Actor {id: $actor}), (c1)-[p1:SOURCE|TARGET]->(m), (c2)-[p2:SOURCE|TARGET]->(:Actor {id: $other})
RETURN DISTINCT 2 AS steps, p0.name + ' - ' + p1.name + ' - ' + p2.name AS path, c1.verb + ' - ' + c2.verb AS acts,
  toString(n1) + ' - ' + toString(n2) AS claims, weakest, c1.when AS date, c1.sentence AS sentence, c1.title AS title, c1.publisher AS publisher
UNION
MATCH (:Actor {id: $actor})-[r1]-(m:Actor)
WHERE $actor <> $other AND ($since IS NULL OR r1.when >= $since) AND ($until IS NULL OR r1.when <= $until)
  AND NOT EXISTS { MATCH (:Actor {id: $actor})-[d]-(:Actor {id: $other}) WHERE ($since IS NULL OR d.when >= $since) AND ($until IS NULL OR d.when <= $until) }
  AND NOT EXISTS { MATCH (:Actor {id: $actor})-[d]-(:Actor)-[e]-(:Actor {id: $other}) WHERE ($since IS NULL OR d.when >= $since) AND ($until IS NULL OR d.when <= $until) AND ($since IS NULL OR e.when >= $since) AND ($until IS NULL OR e.when <= $until) }
WITH m, count(DISTINCT r1.claim) AS n1, max(coalesce(toString(r1.when), '') + ' ' + r1.claim) AS pick1
MATCH (m)-[r2]-(o:Actor)
WHERE ($since IS NULL OR r2.when >= $since) AND ($until IS NULL OR r2.when <= $until)
WITH m, o, n1, pick1, count(DISTINCT r2.claim) AS n2, max(coalesce(toString(r2.when), '') + ' ' + r2.claim) AS pick2
MATCH (o)-[r3]-(:Actor {id: $other})
WHERE ($since IS NULL OR r3.when >= $since) AND ($until IS NULL OR r3.when <= $until)
WITH m, o, n1, n2, pick1, pick2, count(DISTINCT r3.claim) AS n3, max(coalesce(toString(r3.when), '') + ' ' + r3.claim) AS pick3
WITH m, o, n1, n2, n3, pick1, pick2, pick3,
  CASE WHEN n1 < n2 THEN CASE WHEN n1 < n3 THEN n1 ELSE n3 END ELSE CASE WHEN n2 < n3 THEN n2 ELSE n3 END END AS weakest
ORDER BY weakest DESC, m.id, o.id LIMIT 201
MATCH (c1:Claim {id: split(pick1, ' ')[1]}), (c2:Claim {id: split(pick2, ' ')[1]}), (c3:Claim {id: split(pick3, ' ')[1]})
MATCH (c1)-[p0:SOURCE|TARGET]->(:Actor {id: $actor}), (c1)-[p1:SOURCE|TARGET]->(m), (c2)-[p2:SOURCE|TARGET]->(o), (c3)-[p3:SOURCE|TARGET]->(:Actor {id: $other})
RETURN DISTINCT 3 AS steps, p0.name + ' - ' + p1.name + ' - ' + p2.name + ' - ' + p3.name AS path,
  c1.verb + ' - ' + c2.verb + ' - ' + c3.verb AS acts, toString(n1) + ' - ' + toString(n2) + ' - ' + toString(n3) AS claims, weakest, c1.when AS date, c1.sentence AS sentence, c1.title AS title, c1.publisher AS publisher
