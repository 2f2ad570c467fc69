-- The figures of the tables by a second road: from the accepted rows as they were sent, one statement a concept. Nothing of the
-- system's own counting is used here. A figure is a row (city, tbl, row, col, value); value NULL is a figure that does not exist.

CREATE MACRO quo(n, d) AS CASE WHEN d <= 0 OR d IS NULL THEN NULL ELSE sign(n) * ((abs(n)::HUGEINT * 2 + d) // (2 * d)) END;
CREATE MACRO pct(n, d) AS CASE WHEN d <= 0 OR d IS NULL THEN NULL ELSE sign(n) * ((abs(n)::HUGEINT * 2000 + d) // (2 * d)) END;

-- Newest upload wins row by row; behind a full replacement of a division nothing older counts of any township in it, named or not.
-- Rows of a division that has another code by now count with the one that continues it.
CREATE TABLE now_rows AS
SELECT r.* EXCLUDE (town, village), coalesce(x.now, r.town) AS town, CASE WHEN x.now IS NULL THEN r.village END AS village
FROM raw r LEFT JOIN continued x ON x.old = r.town;
CREATE TABLE cur AS
WITH replaced AS (
  SELECT r.city, r.qi, p.code AS town, max(r.seq) AS since FROM now_rows r JOIN towns p ON r.division IN (p.code, p.unit, p.county)
  WHERE r.replacement GROUP BY ALL)
SELECT r.*, wage + business + property + transfer - cost AS net
FROM now_rows r LEFT JOIN replaced x USING (city, qi, town)
WHERE seq >= coalesce(since, 0)
QUALIFY row_number() OVER (PARTITION BY city, qi, town, no ORDER BY seq DESC) = 1;

CREATE TABLE here AS SELECT c.*, p.unit FROM cur c JOIN cities USING (city) JOIN towns p ON p.code = c.town WHERE qi = t;
CREATE TABLE year AS SELECT c.*, p.unit FROM cur c JOIN cities USING (city) JOIN towns p ON p.code = c.town WHERE qi BETWEEN y0 AND t;

CREATE TABLE ytd AS
SELECT city, town, unit, no, max(persons) AS persons, sum(amount) AS amount, arg_max(channel, qi) AS channel
FROM year WHERE persons > 0 GROUP BY ALL;

-- The zone of a place by its longest prefix.
CREATE TABLE zoned_places AS
SELECT place, coalesce(arg_max(zone, length(prefix)), '插花（片区外）') AS zone
FROM (SELECT DISTINCT coalesce(village, town) AS place FROM cur UNION SELECT DISTINCT coalesce(village, town) FROM rawproject) p
LEFT JOIN zones ON starts_with(place, prefix) GROUP BY place;

-- Every grouping at once: the city, a unit, a township, a zone.
CREATE TABLE latest AS SELECT * FROM year QUALIFY row_number() OVER (PARTITION BY city, town, no ORDER BY qi DESC) = 1;
CREATE TABLE groups AS
SELECT DISTINCT city, town, no, unnest(['all', unit, town, z.zone]) AS grp FROM latest JOIN zoned_places z ON z.place = coalesce(village, town);
CREATE TABLE up AS
SELECT city, grp, channel, sum(persons) AS persons, count(*) AS households, sum(amount) AS amount FROM ytd JOIN groups USING (city, town, no) GROUP BY ALL;
CREATE TABLE quarter AS
SELECT city, grp, sum(persons) AS persons FROM here JOIN groups USING (city, town, no) GROUP BY ALL;
CREATE TABLE onfile AS
SELECT city, grp, count(*) AS households, sum(size) AS persons FROM here JOIN groups USING (city, town, no) GROUP BY ALL;

CREATE TABLE figures (city INT, tbl VARCHAR, row VARCHAR, col VARCHAR, value HUGEINT);
CREATE TABLE parts (city INT, tbl VARCHAR, row VARCHAR, col VARCHAR, idx INT, part HUGEINT, id VARCHAR);

-- R01
INSERT INTO figures SELECT city, 'R01', 'R01.total.ytd', 'value', sum(persons) FROM up WHERE grp = 'all' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R01', 'R01.channel.' || channel, 'value', persons FROM up WHERE grp = 'all';
INSERT INTO figures SELECT city, 'R01', 'R01.total.quarter', 'value', persons FROM quarter WHERE grp = 'all';
INSERT INTO figures SELECT city, 'R01', 'R01.households.ytd', 'value', sum(households) FROM up WHERE grp = 'all' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R01', 'R01.amount.ytd', 'amount', sum(amount) FROM up WHERE grp = 'all' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R01', 'R01.amount.perPerson', 'amount', quo(sum(amount), sum(persons)) FROM up WHERE grp = 'all' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R01', 'R01.quarter.' || (qi // 4) || 'Q' || (qi % 4 + 1), 'value', sum(persons) FROM year JOIN cities USING (city) GROUP BY ALL;

-- R02, R03, R04 and R14 show the same columns of units, townships and zones.
CREATE TABLE shown AS
SELECT city, 'R02' AS tbl, unit AS row, unit AS grp FROM cities CROSS JOIN (SELECT DISTINCT unit FROM towns)
UNION ALL SELECT city, 'R02', 'total', 'all' FROM cities
UNION ALL SELECT city, 'R03', code, code FROM cities CROSS JOIN towns
UNION ALL SELECT city, 'R03', 'total', 'all' FROM cities
UNION ALL SELECT city, 'R14', zone, zone FROM cities CROSS JOIN (SELECT DISTINCT zone FROM zones UNION SELECT '插花（片区外）') z
UNION ALL SELECT city, 'R14', 'total', 'all' FROM cities;
INSERT INTO figures SELECT city, tbl, row, 'ytd', sum(persons) FROM shown JOIN up USING (city, grp) GROUP BY ALL;
INSERT INTO figures SELECT city, tbl, row, channel, persons FROM shown JOIN up USING (city, grp);
INSERT INTO figures SELECT city, tbl, row, 'quarter', persons FROM shown JOIN quarter USING (city, grp);
INSERT INTO figures SELECT city, tbl, row, unnest(['households', 'persons']), unnest([households, persons]) FROM shown JOIN onfile USING (city, grp) WHERE tbl <> 'R02';

CREATE TABLE rates AS
SELECT s.city, s.row, s.grp, coalesce((SELECT sum(persons) FROM up u WHERE u.city = s.city AND u.grp = s.grp), 0)::HUGEINT AS a,
  -- The city has a rate when all of its units have told their plan.
  (SELECT CASE WHEN s.grp <> 'all' OR count(*) = (SELECT count(DISTINCT unit) FROM towns) THEN sum(plan) END FROM target g WHERE g.city = s.city AND (s.grp = 'all' OR g.unit = s.grp))::HUGEINT AS d,
  -- Of a unit without a row in the year nobody knows how it stands.
  s.grp = 'all' OR EXISTS (SELECT 1 FROM up u WHERE u.city = s.city AND u.grp = s.grp AND u.persons > 0) OR coalesce((SELECT households FROM onfile u WHERE u.city = s.city AND u.grp = s.grp), 0) > 0 AS told
FROM shown s WHERE tbl = 'R02';
INSERT INTO figures SELECT city, 'R02', row, 'rate', CASE WHEN told THEN pct(a, d) END FROM rates;
INSERT INTO figures SELECT city, 'R02', row, 'rank', CASE WHEN d > 0 AND told THEN 1 + (SELECT count(*) FROM rates o WHERE o.city = r.city AND o.row <> 'total' AND o.told AND o.d > 0 AND o.a * r.d > r.a * o.d) END
FROM rates r WHERE row <> 'total';

-- The same quarters of last year, against the plan of that year.
CREATE TABLE before AS
SELECT city, unit, sum(persons) AS persons FROM (
  SELECT c.city, w.unit, c.town, c.no, max(persons) AS persons FROM cur c JOIN cities USING (city) JOIN towns w ON w.code = c.town
  WHERE persons > 0 AND qi BETWEEN y0 - 4 AND t - 4 GROUP BY ALL) GROUP BY ALL;
CREATE TABLE both_years AS
SELECT r.city, r.row, CASE WHEN r.told THEN pct(r.a, r.d) END AS now, pct(coalesce(b.persons, 0), (SELECT sum(plan) FROM lasttarget g WHERE g.city = r.city AND g.unit = r.grp)) AS before FROM rates r LEFT JOIN before b ON b.city = r.city AND b.unit = r.grp WHERE row <> 'total';
INSERT INTO figures SELECT city, 'R02', row, unnest(['lastYearRate', 'change']), unnest([before, now - before]) FROM both_years;

CREATE TABLE faces AS
SELECT s.city, s.row, coalesce((SELECT sum(persons) FROM up u WHERE u.city = s.city AND u.grp = s.grp), 0)::HUGEINT AS a,
  coalesce((SELECT persons FROM onfile u WHERE u.city = s.city AND u.grp = s.grp), 0)::HUGEINT AS d
FROM shown s WHERE tbl = 'R03';
INSERT INTO figures SELECT city, 'R03', row, 'share', pct(a, d) FROM faces;
INSERT INTO figures SELECT r.city, 'R03', r.row, 'rank', CASE WHEN any_value(r.d) > 0 THEN 1 + count(o.row) END
FROM faces r LEFT JOIN faces o ON o.city = r.city AND o.row <> 'total' AND o.d > 0 AND o.a * r.d > r.a * o.d
WHERE r.row <> 'total' GROUP BY ALL;

INSERT INTO figures SELECT city, 'R04', row, channel, persons FROM shown JOIN up USING (city, grp) WHERE tbl = 'R02';
INSERT INTO figures SELECT city, 'R04', row, 'sum', sum(persons) FROM shown JOIN up USING (city, grp) WHERE tbl = 'R02' GROUP BY ALL;
INSERT INTO parts
SELECT s.city, 'R04', s.row, c.channel || '.share', c.idx, coalesce(u.persons, 0), 'R04' || s.row
FROM shown s CROSS JOIN (SELECT code AS channel, idx FROM channelcodes) c
LEFT JOIN up u ON u.city = s.city AND u.grp = s.grp AND u.channel = c.channel
WHERE s.tbl = 'R02';

-- R05
CREATE TABLE income AS
SELECT x.city, x.row, x.scope, sum(h.size) AS persons, sum(h.wage) AS wage, sum(h.business) AS business, sum(h.cost) AS cost,
  sum(h.property) AS property, sum(h.transfer) AS transfer, sum(h.net) AS net, sum(h.base * h.size) AS base
FROM (SELECT city, CASE row WHEN 'total' THEN (SELECT root FROM place) ELSE row END AS row, grp, unnest(['R05.all', 'R05.uplifted']) AS scope FROM shown WHERE tbl = 'R02') x
LEFT JOIN here h ON h.city = x.city AND (x.grp = 'all' OR h.unit = x.grp) AND (x.scope = 'R05.all' OR h.persons > 0)
GROUP BY ALL;
INSERT INTO figures SELECT city, 'R05', row || ' ' || scope, 'persons', coalesce(persons, 0) FROM income;
INSERT INTO figures SELECT city, 'R05', row || ' ' || scope, unnest(['wage', 'business', 'cost', 'property', 'transfer', 'net', 'base']),
  unnest([quo(wage, persons), quo(business, persons), quo(cost, persons), quo(property, persons), quo(transfer, persons), quo(net, persons), quo(base, persons)]) FROM income;
INSERT INTO figures SELECT city, 'R05', row || ' ' || scope, 'growth', pct(net - base, base) FROM income;
INSERT INTO parts SELECT city, 'R05', row || ' ' || scope, unnest(['wage.share', 'business.share', 'property.share', 'transfer.share']), unnest([1, 2, 3, 4]),
  unnest([coalesce(wage, 0), coalesce(business, 0), coalesce(property, 0), coalesce(transfer, 0)]), 'R05' || row || scope FROM income;

-- R06, R07
CREATE TABLE four_quarters AS
SELECT h.city, h.unit, h.town, h.no, h.size, h.status, h.edu AND h.med AND h.house AND h.food AS assured, sum(c.net) AS net, count(*) AS quarters,
  CASE h.standard WHEN '1' THEN (SELECT national FROM place) WHEN '3' THEN (SELECT municipal FROM place) ELSE (SELECT provincial FROM place) END AS line
FROM here h JOIN cur c ON c.city = h.city AND c.town = h.town AND c.no = h.no AND c.qi BETWEEN h.qi - 3 AND h.qi
GROUP BY ALL;
-- Income of a full year for the whole household, in quarters of a fen, against bounds for a year, the household and the quarters on file.
CREATE TABLE banded AS
SELECT *, CASE WHEN net <= 0 THEN 0 WHEN net * 4 < 200000 * size * quarters THEN 1 WHEN net * 4 < (SELECT national FROM place) * size * quarters THEN 2
  WHEN net * 4 < (SELECT provincial FROM place) * size * quarters THEN 3 WHEN net * 4 < 500000 * size * quarters THEN 4 ELSE 5 END AS band,
  line * size * quarters - net * 4 AS short
FROM four_quarters;
CREATE TABLE bands AS
SELECT x.city, x.row, x.band, ['R06.band.none', 'R06.band.0', 'R06.band.2000', 'R06.band.national', 'R06.band.provincial', 'R06.band.5000', 'R06.all'][x.band + 1] AS line,
  count(b.no) AS households, coalesce(sum(b.size), 0) AS persons, count(b.no) FILTER (b.quarters < 4) AS provisional,
  count(b.no) FILTER (b.short > 0) AS short_households, coalesce(sum(b.size) FILTER (b.short > 0), 0) AS short_persons, coalesce(sum(b.short) FILTER (b.short > 0), 0) AS gap
FROM (SELECT city, CASE row WHEN 'total' THEN (SELECT root FROM place) ELSE row END AS row, grp, unnest(range(0, 7)) AS band FROM shown WHERE tbl = 'R02') x
LEFT JOIN banded b ON b.city = x.city AND (x.grp = 'all' OR b.unit = x.grp) AND (x.band = 6 OR b.band = x.band)
GROUP BY ALL;
INSERT INTO figures SELECT city, 'R06', row || ' ' || line, unnest(['households', 'persons', 'provisional', 'shortHouseholds', 'shortPersons', 'gap']),
  unnest([households, persons, provisional, short_households, short_persons, quo(gap, 4)]) FROM bands;
INSERT INTO figures SELECT city, 'R06', row || ' ' || line, 'share', CASE WHEN persons > 0 THEN 1000 END FROM bands WHERE band = 6;
INSERT INTO parts SELECT city, 'R06', row || ' ' || line, 'share', band, persons, 'R06' || row FROM bands WHERE band < 6;

INSERT INTO figures SELECT city, 'R07', row, 'households', households FROM (SELECT s.city, s.row, count(*) AS households FROM shown s JOIN here h ON h.city = s.city AND (s.grp = 'all' OR h.unit = s.grp) WHERE tbl = 'R02' GROUP BY ALL);
INSERT INTO figures SELECT s.city, 'R07', s.row, 'exit.' || h.status || '.' || unnest(['households', 'persons']), unnest([count(*), sum(h.size)])
FROM shown s JOIN here h ON h.city = s.city AND (s.grp = 'all' OR h.unit = s.grp) WHERE tbl = 'R02' GROUP BY s.city, s.row, h.status;
INSERT INTO figures SELECT s.city, 'R07', s.row, 'fails.' || unnest(['foodCloth', 'edu', 'med', 'house', 'any']),
  unnest([count(*) FILTER (NOT food), count(*) FILTER (NOT edu), count(*) FILTER (NOT med), count(*) FILTER (NOT house), count(*) FILTER (NOT (food AND edu AND med AND house))])
FROM shown s JOIN here h ON h.city = s.city AND (s.grp = 'all' OR h.unit = s.grp) WHERE tbl = 'R02' GROUP BY s.city, s.row;
INSERT INTO figures SELECT s.city, 'R07', s.row, 'aboveLineUnassured.' || unnest(['households', 'persons']), unnest([count(*), sum(b.size)])
FROM shown s JOIN banded b ON b.city = s.city AND (s.grp = 'all' OR b.unit = s.grp) WHERE tbl = 'R02' AND b.short < 0 AND NOT b.assured GROUP BY s.city, s.row;

-- R08
CREATE TABLE causes AS SELECT city, cause, type, count(*) AS households, sum(size) AS persons FROM here GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', cause, type || '.households', households FROM causes;
INSERT INTO figures SELECT city, 'R08', cause, type || '.persons', persons FROM causes;
INSERT INTO figures SELECT city, 'R08', cause, 'households', sum(households) FROM causes GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', cause, 'persons', sum(persons) FROM causes GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', 'total', type || '.households', sum(households) FROM causes GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', 'total', type || '.persons', sum(persons) FROM causes GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', 'total', 'households', sum(households) FROM causes GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', 'total', 'persons', sum(persons) FROM causes GROUP BY ALL;
CREATE TABLE others AS SELECT city, unnest(string_split(other, ',')) AS cause FROM here WHERE other IS NOT NULL;
INSERT INTO figures SELECT city, 'R08', cause, 'other', count(*) FROM others GROUP BY ALL;
INSERT INTO figures SELECT city, 'R08', 'total', 'other', count(*) FROM others GROUP BY ALL;
INSERT INTO parts SELECT x.city, 'R08', x.code, 'share', x.idx, coalesce((SELECT sum(households) FROM causes c WHERE c.city = x.city AND c.cause = x.code), 0), 'R08'
FROM (SELECT city, code, idx FROM cities CROSS JOIN causecodes) x;
INSERT INTO figures SELECT c.city, 'R08', 'total', 'share', CASE WHEN EXISTS (SELECT 1 FROM causes x WHERE x.city = c.city) THEN 1000 END FROM cities c;

-- R09 to R11: measures of the year, each household once with its latest row; projects as they were said last.
CREATE TABLE measured AS
SELECT DISTINCT y.city, y.town, y.no, m.measure, l.size, l.status
FROM year y, unnest(string_split(y.measures, ',')) AS m(measure) JOIN latest l ON l.city = y.city AND l.town = y.town AND l.no = y.no
WHERE y.measures IS NOT NULL;
CREATE TABLE project AS
SELECT p.*, w.county FROM rawproject p JOIN cities USING (city) JOIN towns w ON w.code = p.town WHERE qi BETWEEN y0 AND t
QUALIFY row_number() OVER (PARTITION BY city, w.county, no ORDER BY qi DESC, seq DESC) = 1;
INSERT INTO figures SELECT city, 'R09', 'R09.households', 'value', count(*) FROM measured WHERE measure = 'PV' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R09', unnest(['R09.bases', 'R09.rooftops', 'R09.greenhouses', 'R09.greenhouses.poor']), 'value', coalesce(unnest([
  sum(quantity) FILTER (type = 'PV_BASE' AND status = 'BUILT'), sum(quantity) FILTER (type = 'PV_ROOF' AND status = 'BUILT'),
  sum(quantity) FILTER (type = 'MUSHROOM'), sum(quantity) FILTER (type = 'MUSHROOM' AND driven > 0)]), 0) FROM project GROUP BY city;
INSERT INTO figures SELECT city, 'R09', unnest(['R09.bases', 'R09.rooftops', 'R09.capacity']), 'capacity', coalesce(unnest([
  sum(capacity) FILTER (type = 'PV_BASE' AND status = 'BUILT'), sum(capacity) FILTER (type = 'PV_ROOF' AND status = 'BUILT'),
  sum(capacity) FILTER (type IN ('PV_BASE', 'PV_ROOF') AND status = 'BUILT')]), 0) FROM project GROUP BY city;
INSERT INTO figures SELECT city, 'R10', 'R10.townships', 'value', count(DISTINCT town) FROM (
  SELECT city, town FROM measured WHERE measure = 'ECM' UNION SELECT city, town FROM project WHERE type = 'ECOM_TOWN') GROUP BY ALL;
INSERT INTO figures SELECT city, 'R10', 'R10.households', 'value', count(*) FROM measured WHERE measure = 'ECM' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R10', 'R10.villages', 'value', count(*) FROM project WHERE type = 'ECOM_VILLAGE' AND status = 'BUILT' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R11', 'R11.townships', 'value', count(DISTINCT town) FROM project WHERE type LIKE 'TOUR_%' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R11', 'R11.exited', 'value', sum(size) FROM measured WHERE measure = 'TRM' AND status IN ('1', '2') GROUP BY ALL;
INSERT INTO figures SELECT city, 'R11', 'R11.villages', 'value', count(*) FROM project WHERE type = 'TOUR_VILLAGE' GROUP BY ALL;
INSERT INTO figures SELECT city, 'R11', 'R11.zones', 'value', zone_count FROM cities CROSS JOIN place;

-- R12: the newest sheet of a division and quarter counts whole.
CREATE TABLE finance AS
SELECT f.* FROM rawfinance f JOIN cities USING (city) WHERE qi BETWEEN y0 AND t
QUALIFY seq = max(seq) OVER (PARTITION BY city, division, qi);
CREATE TABLE money AS
SELECT city, coalesce(sum(amount) FILTER (type = 'FUND'), 0) AS funds, coalesce(sum(amount) FILTER (type = 'FUND' AND level = 'CITY'), 0) AS cityfunds,
  quo(coalesce(sum(amount * coalesce(leverage, (SELECT leverage FROM place))) FILTER (type = 'FUND'), 0), 100) AS capacity,
  coalesce(sum(amount) FILTER (type = 'LOAN_ENT'), 0) AS loans,
  count(DISTINCT enterprise) FILTER (type = 'LOAN_ENT') + count(*) FILTER (type = 'LOAN_ENT' AND enterprise IS NULL) AS enterprises,
  count(DISTINCT enterprise) FILTER (type = 'LOAN_ENT' AND scale) + count(*) FILTER (type = 'LOAN_ENT' AND scale AND enterprise IS NULL) AS scaled,
  coalesce(sum(driven) FILTER (type = 'LOAN_ENT'), 0) AS driven,
  coalesce(sum(amount) FILTER (type = 'DEPOSIT'), 0) AS deposits, quo(coalesce(sum(amount * coalesce(leverage, (SELECT leverage FROM place))) FILTER (type = 'DEPOSIT'), 0), 100) AS lent,
  count(*) FILTER (type = 'GRANT') AS grants, coalesce(sum(amount) FILTER (type = 'GRANT'), 0) AS granted
FROM cities LEFT JOIN finance USING (city) GROUP BY ALL;
INSERT INTO figures SELECT city, 'R12', 'R12.' || unnest(['fund', 'fund.city', 'fund.county', 'capacity', 'loans', 'loans.average', 'deposits', 'deposits.capacity', 'grants.each', 'grants.due', 'grants.reported']), 'amount',
  unnest([funds, cityfunds, funds - cityfunds, capacity, loans, quo(loans, enterprises), deposits, lent, (SELECT a_grant FROM place), grants * (SELECT a_grant FROM place), granted]) FROM money;
INSERT INTO figures SELECT city, 'R12', 'R12.' || unnest(['enterprises', 'enterprises.aboveScale', 'grants.households', 'driven', 'driven.least']), 'value', unnest([enterprises, scaled, grants, driven, (loans + (SELECT loan FROM place) - 1) // (SELECT loan FROM place)]) FROM money;
INSERT INTO figures SELECT city, 'R12', 'R12.leverage', 'ratio', quo(capacity * 100, funds) FROM money;
INSERT INTO figures SELECT city, 'R12', 'R12.loans.ofCapacity', 'share', pct(loans, capacity) FROM money;

-- R13
CREATE TABLE plans AS
SELECT city, coalesce(sum(quantity) FILTER (type = 'DONKEY' AND status = 'PLANNED'), 0) AS farms,
  min(capacity // (100 * quantity)) FILTER (type = 'DONKEY' AND status = 'PLANNED') AS smallest,
  coalesce(sum(quantity) FILTER (type = 'GREENHOUSE' AND status = 'PLANNED'), 0) AS houses, coalesce(sum(investment) FILTER (type = 'GREENHOUSE' AND status = 'PLANNED'), 0) AS invested,
  coalesce(sum(investment) FILTER (type = 'OTHER' AND status = 'PLANNED' AND name LIKE '%融资%'), 0) AS financing, coalesce(sum(planned), 0) AS planned
FROM cities LEFT JOIN project USING (city) GROUP BY ALL;
INSERT INTO figures SELECT city, 'R13', 'R13.' || unnest(['farms', 'farms.smallest', 'greenhouses', 'households']), 'value', unnest([farms, smallest, houses, planned]) FROM plans;
INSERT INTO figures SELECT city, 'R13', 'R13.' || unnest(['greenhouses.investment', 'greenhouses.average', 'financing']), 'amount', unnest([invested, quo(invested, houses), financing]) FROM plans;

-- R14: projects by the zone that they name, else by place.
CREATE TABLE zoned AS SELECT p.*, CASE WHEN p.zone IN (SELECT zone FROM zones) THEN p.zone ELSE z.zone END AS within FROM project p JOIN zoned_places z ON z.place = coalesce(village, town);
INSERT INTO figures SELECT s.city, 'R14', s.row, unnest(['projects', 'built', 'investment']), unnest([count(z.no), count(z.no) FILTER (z.status = 'BUILT'), coalesce(sum(z.investment), 0)])
FROM shown s LEFT JOIN zoned z ON z.city = s.city AND (s.grp = 'all' OR z.within = s.grp) WHERE tbl = 'R14' GROUP BY s.city, s.row;

-- R17: both quarters side by side, of townships that have both.
CREATE TABLE beside AS
SELECT coalesce(n.city, b.city) AS city, coalesce(n.town, b.town) AS town, n.no IS NOT NULL AS now, b.no IS NOT NULL AS earlier,
  coalesce(n.persons, 0) AS up, coalesce(b.persons, 0) AS was, n.size AS size, b.size AS oldsize, b.status AS status
FROM here n FULL JOIN (SELECT c.* FROM cur c JOIN cities USING (city) WHERE qi = t - 1) b ON b.city = n.city AND b.town = n.town AND b.no = n.no;
CREATE TABLE moved AS
SELECT s.city, s.row, b.* EXCLUDE (city, town) FROM shown s JOIN beside b ON b.city = s.city JOIN towns w ON w.code = b.town WHERE s.tbl = 'R02' AND (s.grp = 'all' OR w.unit = s.grp)
  AND (NOT EXISTS (SELECT 1 FROM beside e WHERE e.city = b.city AND e.earlier) OR EXISTS (
    SELECT 1 FROM (SELECT bool_or(e.now) AS now, bool_or(e.earlier) AS earlier FROM beside e WHERE e.city = b.city AND e.town = b.town) q WHERE q.now = q.earlier));
INSERT INTO figures SELECT city, 'R17', row, unnest(['upliftedBefore', 'continued', 'newlyUplifted', 'stopped', 'uplifted']) || '.households', unnest([
  count(*) FILTER (was > 0), count(*) FILTER (was > 0 AND up > 0), count(*) FILTER (was = 0 AND up > 0), count(*) FILTER (was > 0 AND up = 0), count(*) FILTER (up > 0)]) FROM moved GROUP BY city, row;
INSERT INTO figures SELECT city, 'R17', row, unnest(['upliftedBefore', 'continued', 'newlyUplifted', 'stopped', 'uplifted']) || '.persons', coalesce(unnest([
  sum(was), sum(up) FILTER (was > 0), sum(up) FILTER (was = 0), sum(was) FILTER (up = 0), sum(up)]), 0) FROM moved GROUP BY city, row;
INSERT INTO figures SELECT city, 'R17', row, unnest(['onFileBefore.households', 'newHouseholds.households', 'leftAfterExit.households', 'missing.households', 'households', 'resized.households', 'resized.persons']), unnest([
  count(*) FILTER (earlier), count(*) FILTER (now AND NOT earlier), count(*) FILTER (earlier AND NOT now AND status = '1'), count(*) FILTER (earlier AND NOT now AND status <> '1'), count(*) FILTER (now),
  count(*) FILTER (size <> oldsize), coalesce(sum(size - oldsize), 0)]) FROM moved GROUP BY city, row;

-- Shares by largest remainder: floors, and one more for the largest remainders until the whole is 100.0; ties to the first.
INSERT INTO figures
SELECT city, tbl, row, col, CASE WHEN whole > 0 THEN low + CASE WHEN place <= 1000 - lows THEN 1 ELSE 0 END END FROM (
  SELECT *, sum(low) OVER (PARTITION BY city, id) AS lows, row_number() OVER (PARTITION BY city, id ORDER BY rest DESC, idx) AS place FROM (
    SELECT *, CASE WHEN whole > 0 THEN part * 1000 // whole END AS low, CASE WHEN whole > 0 THEN part * 1000 % whole END AS rest FROM (
      SELECT *, sum(part) OVER (PARTITION BY city, id) AS whole FROM parts)));
INSERT INTO figures SELECT city, 'R01', 'R01.channel.' || replace(col, '.share', ''), 'share', coalesce(value, 0) FROM figures WHERE tbl = 'R04' AND row = 'total' AND col LIKE '%.share';
INSERT INTO figures SELECT c.city, 'R01', 'R01.total.ytd', 'share', CASE WHEN EXISTS (SELECT 1 FROM up u WHERE u.city = c.city) THEN 1000 END FROM cities c;
