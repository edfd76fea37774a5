BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE annotations (
	id INTEGER NOT NULL, 
	generation_id INTEGER NOT NULL, 
	skill VARCHAR(32) NOT NULL, 
	annotator VARCHAR(100) NOT NULL, 
	label INTEGER NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_annotations PRIMARY KEY (id), 
	CONSTRAINT fk_annotations_generation_id_generations FOREIGN KEY(generation_id) REFERENCES generations (id), 
	CONSTRAINT uq_annotations_generation_id_skill_annotator_source UNIQUE (generation_id, skill, annotator, source)
);
INSERT INTO "annotations" VALUES(1,1,'faithfulness.body','Bo',-1,'people');
INSERT INTO "annotations" VALUES(2,1,'faithfulness.hand','Bo',-1,'people');
INSERT INTO "annotations" VALUES(3,1,'faithfulness.face','Bo',-1,'people');
INSERT INTO "annotations" VALUES(4,1,'faithfulness.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(5,1,'faithfulness.commonsense','Bo',0,'people');
INSERT INTO "annotations" VALUES(6,2,'faithfulness.body','Bo',-1,'people');
INSERT INTO "annotations" VALUES(7,2,'faithfulness.hand','Bo',-1,'people');
INSERT INTO "annotations" VALUES(8,2,'faithfulness.face','Bo',-1,'people');
INSERT INTO "annotations" VALUES(9,2,'faithfulness.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(10,2,'faithfulness.commonsense','Bo',0,'people');
INSERT INTO "annotations" VALUES(11,3,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(12,3,'alignment.count','Bo',0,'people');
INSERT INTO "annotations" VALUES(13,3,'alignment.color','Bo',0,'people');
INSERT INTO "annotations" VALUES(14,3,'alignment.style','Bo',0,'people');
INSERT INTO "annotations" VALUES(15,4,'alignment.spatial','Bo',0,'people');
INSERT INTO "annotations" VALUES(16,4,'alignment.action','Bo',0,'people');
INSERT INTO "annotations" VALUES(17,5,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(18,6,'faithfulness.body','Bo',0,'people');
INSERT INTO "annotations" VALUES(19,6,'faithfulness.hand','Bo',0,'people');
INSERT INTO "annotations" VALUES(20,6,'faithfulness.face','Bo',0,'people');
INSERT INTO "annotations" VALUES(21,6,'faithfulness.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(22,6,'faithfulness.commonsense','Bo',1,'people');
INSERT INTO "annotations" VALUES(23,7,'faithfulness.body','Bo',0,'people');
INSERT INTO "annotations" VALUES(24,7,'faithfulness.hand','Bo',0,'people');
INSERT INTO "annotations" VALUES(25,7,'faithfulness.face','Bo',0,'people');
INSERT INTO "annotations" VALUES(26,7,'faithfulness.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(27,7,'faithfulness.commonsense','Bo',1,'people');
INSERT INTO "annotations" VALUES(28,8,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(29,8,'alignment.count','Bo',1,'people');
INSERT INTO "annotations" VALUES(30,8,'alignment.color','Bo',1,'people');
INSERT INTO "annotations" VALUES(31,8,'alignment.style','Bo',1,'people');
INSERT INTO "annotations" VALUES(32,9,'alignment.spatial','Bo',1,'people');
INSERT INTO "annotations" VALUES(33,9,'alignment.action','Bo',1,'people');
INSERT INTO "annotations" VALUES(34,10,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(35,11,'faithfulness.body','Bo',1,'people');
INSERT INTO "annotations" VALUES(36,11,'faithfulness.hand','Bo',1,'people');
INSERT INTO "annotations" VALUES(37,11,'faithfulness.face','Bo',1,'people');
INSERT INTO "annotations" VALUES(38,11,'faithfulness.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(39,11,'faithfulness.commonsense','Bo',2,'people');
INSERT INTO "annotations" VALUES(40,12,'faithfulness.body','Bo',1,'people');
INSERT INTO "annotations" VALUES(41,12,'faithfulness.hand','Bo',1,'people');
INSERT INTO "annotations" VALUES(42,12,'faithfulness.face','Bo',1,'people');
INSERT INTO "annotations" VALUES(43,12,'faithfulness.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(44,12,'faithfulness.commonsense','Bo',2,'people');
INSERT INTO "annotations" VALUES(45,13,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(46,13,'alignment.count','Bo',2,'people');
INSERT INTO "annotations" VALUES(47,13,'alignment.color','Bo',2,'people');
INSERT INTO "annotations" VALUES(48,13,'alignment.style','Bo',2,'people');
INSERT INTO "annotations" VALUES(49,14,'alignment.spatial','Bo',2,'people');
INSERT INTO "annotations" VALUES(50,14,'alignment.action','Bo',2,'people');
INSERT INTO "annotations" VALUES(51,15,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(52,16,'faithfulness.body','Bo',2,'people');
INSERT INTO "annotations" VALUES(53,16,'faithfulness.hand','Bo',2,'people');
INSERT INTO "annotations" VALUES(54,16,'faithfulness.face','Bo',2,'people');
INSERT INTO "annotations" VALUES(55,16,'faithfulness.object','Bo',3,'people');
INSERT INTO "annotations" VALUES(56,16,'faithfulness.commonsense','Bo',3,'people');
INSERT INTO "annotations" VALUES(57,17,'faithfulness.body','Bo',2,'people');
INSERT INTO "annotations" VALUES(58,17,'faithfulness.hand','Bo',2,'people');
INSERT INTO "annotations" VALUES(59,17,'faithfulness.face','Bo',2,'people');
INSERT INTO "annotations" VALUES(60,17,'faithfulness.object','Bo',3,'people');
INSERT INTO "annotations" VALUES(61,17,'faithfulness.commonsense','Bo',3,'people');
INSERT INTO "annotations" VALUES(62,18,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(63,18,'alignment.count','Bo',0,'people');
INSERT INTO "annotations" VALUES(64,18,'alignment.color','Bo',0,'people');
INSERT INTO "annotations" VALUES(65,18,'alignment.style','Bo',0,'people');
INSERT INTO "annotations" VALUES(66,19,'alignment.spatial','Bo',0,'people');
INSERT INTO "annotations" VALUES(67,19,'alignment.action','Bo',0,'people');
INSERT INTO "annotations" VALUES(68,20,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(69,21,'faithfulness.body','Bo',3,'people');
INSERT INTO "annotations" VALUES(70,21,'faithfulness.hand','Bo',3,'people');
INSERT INTO "annotations" VALUES(71,21,'faithfulness.face','Bo',3,'people');
INSERT INTO "annotations" VALUES(72,21,'faithfulness.object','Bo',4,'people');
INSERT INTO "annotations" VALUES(73,21,'faithfulness.commonsense','Bo',4,'people');
INSERT INTO "annotations" VALUES(74,22,'faithfulness.body','Bo',3,'people');
INSERT INTO "annotations" VALUES(75,22,'faithfulness.hand','Bo',3,'people');
INSERT INTO "annotations" VALUES(76,22,'faithfulness.face','Bo',3,'people');
INSERT INTO "annotations" VALUES(77,22,'faithfulness.object','Bo',4,'people');
INSERT INTO "annotations" VALUES(78,22,'faithfulness.commonsense','Bo',4,'people');
INSERT INTO "annotations" VALUES(79,23,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(80,23,'alignment.count','Bo',1,'people');
INSERT INTO "annotations" VALUES(81,23,'alignment.color','Bo',1,'people');
INSERT INTO "annotations" VALUES(82,23,'alignment.style','Bo',1,'people');
INSERT INTO "annotations" VALUES(83,24,'alignment.spatial','Bo',1,'people');
INSERT INTO "annotations" VALUES(84,24,'alignment.action','Bo',1,'people');
INSERT INTO "annotations" VALUES(85,25,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(86,26,'faithfulness.body','Bo',4,'people');
INSERT INTO "annotations" VALUES(87,26,'faithfulness.hand','Bo',4,'people');
INSERT INTO "annotations" VALUES(88,26,'faithfulness.face','Bo',4,'people');
INSERT INTO "annotations" VALUES(89,26,'faithfulness.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(90,26,'faithfulness.commonsense','Bo',0,'people');
INSERT INTO "annotations" VALUES(91,27,'faithfulness.body','Bo',4,'people');
INSERT INTO "annotations" VALUES(92,27,'faithfulness.hand','Bo',4,'people');
INSERT INTO "annotations" VALUES(93,27,'faithfulness.face','Bo',4,'people');
INSERT INTO "annotations" VALUES(94,27,'faithfulness.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(95,27,'faithfulness.commonsense','Bo',0,'people');
INSERT INTO "annotations" VALUES(96,28,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(97,28,'alignment.count','Bo',2,'people');
INSERT INTO "annotations" VALUES(98,28,'alignment.color','Bo',2,'people');
INSERT INTO "annotations" VALUES(99,28,'alignment.style','Bo',2,'people');
INSERT INTO "annotations" VALUES(100,29,'alignment.spatial','Bo',2,'people');
INSERT INTO "annotations" VALUES(101,29,'alignment.action','Bo',2,'people');
INSERT INTO "annotations" VALUES(102,30,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(103,31,'faithfulness.body','Bo',-1,'people');
INSERT INTO "annotations" VALUES(104,31,'faithfulness.hand','Bo',-1,'people');
INSERT INTO "annotations" VALUES(105,31,'faithfulness.face','Bo',-1,'people');
INSERT INTO "annotations" VALUES(106,31,'faithfulness.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(107,31,'faithfulness.commonsense','Bo',1,'people');
INSERT INTO "annotations" VALUES(108,32,'faithfulness.body','Bo',-1,'people');
INSERT INTO "annotations" VALUES(109,32,'faithfulness.hand','Bo',-1,'people');
INSERT INTO "annotations" VALUES(110,32,'faithfulness.face','Bo',-1,'people');
INSERT INTO "annotations" VALUES(111,32,'faithfulness.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(112,32,'faithfulness.commonsense','Bo',1,'people');
INSERT INTO "annotations" VALUES(113,33,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(114,33,'alignment.count','Bo',0,'people');
INSERT INTO "annotations" VALUES(115,33,'alignment.color','Bo',0,'people');
INSERT INTO "annotations" VALUES(116,33,'alignment.style','Bo',0,'people');
INSERT INTO "annotations" VALUES(117,34,'alignment.spatial','Bo',0,'people');
INSERT INTO "annotations" VALUES(118,34,'alignment.action','Bo',0,'people');
INSERT INTO "annotations" VALUES(119,35,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(120,36,'faithfulness.body','Bo',0,'people');
INSERT INTO "annotations" VALUES(121,36,'faithfulness.hand','Bo',0,'people');
INSERT INTO "annotations" VALUES(122,36,'faithfulness.face','Bo',0,'people');
INSERT INTO "annotations" VALUES(123,36,'faithfulness.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(124,36,'faithfulness.commonsense','Bo',2,'people');
INSERT INTO "annotations" VALUES(125,37,'faithfulness.body','Bo',0,'people');
INSERT INTO "annotations" VALUES(126,37,'faithfulness.hand','Bo',0,'people');
INSERT INTO "annotations" VALUES(127,37,'faithfulness.face','Bo',0,'people');
INSERT INTO "annotations" VALUES(128,37,'faithfulness.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(129,37,'faithfulness.commonsense','Bo',2,'people');
INSERT INTO "annotations" VALUES(130,38,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(131,38,'alignment.count','Bo',1,'people');
INSERT INTO "annotations" VALUES(132,38,'alignment.color','Bo',1,'people');
INSERT INTO "annotations" VALUES(133,38,'alignment.style','Bo',1,'people');
INSERT INTO "annotations" VALUES(134,39,'alignment.spatial','Bo',1,'people');
INSERT INTO "annotations" VALUES(135,39,'alignment.action','Bo',1,'people');
INSERT INTO "annotations" VALUES(136,40,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(137,41,'faithfulness.body','Bo',1,'people');
INSERT INTO "annotations" VALUES(138,41,'faithfulness.hand','Bo',1,'people');
INSERT INTO "annotations" VALUES(139,41,'faithfulness.face','Bo',1,'people');
INSERT INTO "annotations" VALUES(140,41,'faithfulness.object','Bo',3,'people');
INSERT INTO "annotations" VALUES(141,41,'faithfulness.commonsense','Bo',3,'people');
INSERT INTO "annotations" VALUES(142,42,'faithfulness.body','Bo',1,'people');
INSERT INTO "annotations" VALUES(143,42,'faithfulness.hand','Bo',1,'people');
INSERT INTO "annotations" VALUES(144,42,'faithfulness.face','Bo',1,'people');
INSERT INTO "annotations" VALUES(145,42,'faithfulness.object','Bo',3,'people');
INSERT INTO "annotations" VALUES(146,42,'faithfulness.commonsense','Bo',3,'people');
INSERT INTO "annotations" VALUES(147,43,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(148,43,'alignment.count','Bo',2,'people');
INSERT INTO "annotations" VALUES(149,43,'alignment.color','Bo',2,'people');
INSERT INTO "annotations" VALUES(150,43,'alignment.style','Bo',2,'people');
INSERT INTO "annotations" VALUES(151,44,'alignment.spatial','Bo',2,'people');
INSERT INTO "annotations" VALUES(152,44,'alignment.action','Bo',2,'people');
INSERT INTO "annotations" VALUES(153,45,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(154,46,'faithfulness.body','Bo',2,'people');
INSERT INTO "annotations" VALUES(155,46,'faithfulness.hand','Bo',2,'people');
INSERT INTO "annotations" VALUES(156,46,'faithfulness.face','Bo',2,'people');
INSERT INTO "annotations" VALUES(157,46,'faithfulness.object','Bo',4,'people');
INSERT INTO "annotations" VALUES(158,46,'faithfulness.commonsense','Bo',4,'people');
INSERT INTO "annotations" VALUES(159,47,'faithfulness.body','Bo',2,'people');
INSERT INTO "annotations" VALUES(160,47,'faithfulness.hand','Bo',2,'people');
INSERT INTO "annotations" VALUES(161,47,'faithfulness.face','Bo',2,'people');
INSERT INTO "annotations" VALUES(162,47,'faithfulness.object','Bo',4,'people');
INSERT INTO "annotations" VALUES(163,47,'faithfulness.commonsense','Bo',4,'people');
INSERT INTO "annotations" VALUES(164,48,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(165,48,'alignment.count','Bo',0,'people');
INSERT INTO "annotations" VALUES(166,48,'alignment.color','Bo',0,'people');
INSERT INTO "annotations" VALUES(167,48,'alignment.style','Bo',0,'people');
INSERT INTO "annotations" VALUES(168,49,'alignment.spatial','Bo',0,'people');
INSERT INTO "annotations" VALUES(169,49,'alignment.action','Bo',0,'people');
INSERT INTO "annotations" VALUES(170,50,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(171,51,'faithfulness.body','Bo',3,'people');
INSERT INTO "annotations" VALUES(172,51,'faithfulness.hand','Bo',3,'people');
INSERT INTO "annotations" VALUES(173,51,'faithfulness.face','Bo',3,'people');
INSERT INTO "annotations" VALUES(174,51,'faithfulness.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(175,51,'faithfulness.commonsense','Bo',0,'people');
INSERT INTO "annotations" VALUES(176,52,'faithfulness.body','Bo',3,'people');
INSERT INTO "annotations" VALUES(177,52,'faithfulness.hand','Bo',3,'people');
INSERT INTO "annotations" VALUES(178,52,'faithfulness.face','Bo',3,'people');
INSERT INTO "annotations" VALUES(179,52,'faithfulness.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(180,52,'faithfulness.commonsense','Bo',0,'people');
INSERT INTO "annotations" VALUES(181,53,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(182,53,'alignment.count','Bo',1,'people');
INSERT INTO "annotations" VALUES(183,53,'alignment.color','Bo',1,'people');
INSERT INTO "annotations" VALUES(184,53,'alignment.style','Bo',1,'people');
INSERT INTO "annotations" VALUES(185,54,'alignment.spatial','Bo',1,'people');
INSERT INTO "annotations" VALUES(186,54,'alignment.action','Bo',1,'people');
INSERT INTO "annotations" VALUES(187,55,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(188,56,'faithfulness.body','Bo',4,'people');
INSERT INTO "annotations" VALUES(189,56,'faithfulness.hand','Bo',4,'people');
INSERT INTO "annotations" VALUES(190,56,'faithfulness.face','Bo',4,'people');
INSERT INTO "annotations" VALUES(191,56,'faithfulness.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(192,56,'faithfulness.commonsense','Bo',1,'people');
INSERT INTO "annotations" VALUES(193,57,'faithfulness.body','Bo',4,'people');
INSERT INTO "annotations" VALUES(194,57,'faithfulness.hand','Bo',4,'people');
INSERT INTO "annotations" VALUES(195,57,'faithfulness.face','Bo',4,'people');
INSERT INTO "annotations" VALUES(196,57,'faithfulness.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(197,57,'faithfulness.commonsense','Bo',1,'people');
INSERT INTO "annotations" VALUES(198,58,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(199,58,'alignment.count','Bo',2,'people');
INSERT INTO "annotations" VALUES(200,58,'alignment.color','Bo',2,'people');
INSERT INTO "annotations" VALUES(201,58,'alignment.style','Bo',2,'people');
INSERT INTO "annotations" VALUES(202,59,'alignment.spatial','Bo',2,'people');
INSERT INTO "annotations" VALUES(203,59,'alignment.action','Bo',2,'people');
INSERT INTO "annotations" VALUES(204,60,'alignment.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(205,61,'faithfulness.body','Bo',-1,'people');
INSERT INTO "annotations" VALUES(206,61,'faithfulness.hand','Bo',-1,'people');
INSERT INTO "annotations" VALUES(207,61,'faithfulness.face','Bo',-1,'people');
INSERT INTO "annotations" VALUES(208,61,'faithfulness.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(209,61,'faithfulness.commonsense','Bo',2,'people');
INSERT INTO "annotations" VALUES(210,62,'faithfulness.body','Bo',-1,'people');
INSERT INTO "annotations" VALUES(211,62,'faithfulness.hand','Bo',-1,'people');
INSERT INTO "annotations" VALUES(212,62,'faithfulness.face','Bo',-1,'people');
INSERT INTO "annotations" VALUES(213,62,'faithfulness.object','Bo',2,'people');
INSERT INTO "annotations" VALUES(214,62,'faithfulness.commonsense','Bo',2,'people');
INSERT INTO "annotations" VALUES(215,63,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(216,63,'alignment.count','Bo',0,'people');
INSERT INTO "annotations" VALUES(217,63,'alignment.color','Bo',0,'people');
INSERT INTO "annotations" VALUES(218,63,'alignment.style','Bo',0,'people');
INSERT INTO "annotations" VALUES(219,64,'alignment.spatial','Bo',0,'people');
INSERT INTO "annotations" VALUES(220,64,'alignment.action','Bo',0,'people');
INSERT INTO "annotations" VALUES(221,65,'alignment.object','Bo',0,'people');
INSERT INTO "annotations" VALUES(222,66,'faithfulness.body','Bo',0,'people');
INSERT INTO "annotations" VALUES(223,66,'faithfulness.hand','Bo',0,'people');
INSERT INTO "annotations" VALUES(224,66,'faithfulness.face','Bo',0,'people');
INSERT INTO "annotations" VALUES(225,66,'faithfulness.object','Bo',3,'people');
INSERT INTO "annotations" VALUES(226,66,'faithfulness.commonsense','Bo',3,'people');
INSERT INTO "annotations" VALUES(227,67,'faithfulness.body','Bo',0,'people');
INSERT INTO "annotations" VALUES(228,67,'faithfulness.hand','Bo',0,'people');
INSERT INTO "annotations" VALUES(229,67,'faithfulness.face','Bo',0,'people');
INSERT INTO "annotations" VALUES(230,67,'faithfulness.object','Bo',3,'people');
INSERT INTO "annotations" VALUES(231,67,'faithfulness.commonsense','Bo',3,'people');
INSERT INTO "annotations" VALUES(232,68,'alignment.object','Bo',1,'people');
INSERT INTO "annotations" VALUES(233,68,'alignment.count','Bo',1,'people');
INSERT INTO "annotations" VALUES(234,68,'alignment.color','Bo',1,'people');
INSERT INTO "annotations" VALUES(235,68,'alignment.style','Bo',1,'people');
INSERT INTO "annotations" VALUES(236,69,'alignment.spatial','Bo',1,'people');
INSERT INTO "annotations" VALUES(237,69,'alignment.action','Bo',1,'people');
INSERT INTO "annotations" VALUES(238,70,'alignment.object','Bo',1,'people');
CREATE TABLE answer_counts (
	submission_id VARCHAR(32) NOT NULL, 
	evaluator_digest VARCHAR(64) NOT NULL, 
	skill VARCHAR(32) NOT NULL, 
	choice INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_answer_counts PRIMARY KEY (evaluator_digest, submission_id, skill, choice), 
	CONSTRAINT fk_answer_counts_evaluator_digest_evaluators FOREIGN KEY(evaluator_digest) REFERENCES evaluators (digest), 
	CONSTRAINT fk_answer_counts_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id)
);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',1,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,2);
INSERT INTO "answer_counts" VALUES('00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.action',1,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.color',1,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.count',1,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.object',1,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.spatial',1,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.style',1,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.body',1,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.commonsense',1,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.face',1,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.hand',1,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.object',1,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.action',0,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.color',0,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.count',0,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.object',0,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.spatial',0,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.style',0,1);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.body',0,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.commonsense',0,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.face',0,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.hand',0,2);
INSERT INTO "answer_counts" VALUES('0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.object',0,2);
CREATE TABLE "answers" (
	id INTEGER NOT NULL, 
	generation_id INTEGER NOT NULL, 
	evaluator_digest VARCHAR(64) NOT NULL, 
	skill VARCHAR(32) NOT NULL, 
	choice INTEGER NOT NULL, 
	expected DOUBLE, 
	absent DOUBLE, 
	probabilities JSON NOT NULL, 
	doubt DOUBLE NOT NULL, 
	CONSTRAINT pk_answers PRIMARY KEY (id), 
	CONSTRAINT fk_answers_evaluator_digest_evaluators FOREIGN KEY(evaluator_digest) REFERENCES evaluators (digest), 
	CONSTRAINT uq_answers_generation_id_skill_evaluator_digest UNIQUE (generation_id, skill, evaluator_digest), 
	CONSTRAINT fk_answers_generation_id_generations FOREIGN KEY(generation_id) REFERENCES generations (id)
);
INSERT INTO "answers" VALUES(1,1,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(2,1,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(3,1,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(4,1,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(5,1,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(6,2,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(7,2,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(8,2,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(9,2,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(10,2,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(11,3,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(12,3,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(13,3,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(14,3,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(15,4,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(16,4,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(17,5,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(18,6,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(19,6,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(20,6,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(21,6,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(22,6,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(23,7,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(24,7,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(25,7,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(26,7,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(27,7,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(28,8,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(29,8,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(30,8,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(31,8,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(32,9,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(33,9,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(34,10,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(35,11,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(36,11,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(37,11,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(38,11,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(39,11,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(40,12,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(41,12,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(42,12,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(43,12,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(44,12,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(45,13,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(46,13,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(47,13,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(48,13,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(49,14,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(50,14,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(51,15,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(52,16,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(53,16,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(54,16,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(55,16,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(56,16,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(57,17,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(58,17,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(59,17,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(60,17,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(61,17,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(62,18,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(63,18,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(64,18,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(65,18,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(66,19,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(67,19,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(68,20,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(69,21,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(70,21,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(71,21,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(72,21,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(73,21,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(74,22,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(75,22,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(76,22,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(77,22,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(78,22,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(79,23,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(80,23,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(81,23,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(82,23,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(83,24,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(84,24,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(85,25,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(86,26,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(87,26,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(88,26,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(89,26,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(90,26,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(91,27,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(92,27,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(93,27,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(94,27,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(95,27,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(96,28,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(97,28,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(98,28,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(99,28,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(100,29,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(101,29,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(102,30,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(103,31,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(104,31,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(105,31,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(106,31,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(107,31,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(108,32,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(109,32,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(110,32,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(111,32,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(112,32,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(113,33,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(114,33,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(115,33,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(116,33,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(117,34,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(118,34,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(119,35,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(120,36,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(121,36,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(122,36,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(123,36,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(124,36,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(125,37,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(126,37,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(127,37,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(128,37,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(129,37,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(130,38,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(131,38,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(132,38,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(133,38,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(134,39,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(135,39,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(136,40,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(137,41,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(138,41,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(139,41,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(140,41,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(141,41,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(142,42,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(143,42,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(144,42,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(145,42,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(146,42,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(147,43,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(148,43,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(149,43,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(150,43,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(151,44,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(152,44,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(153,45,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(154,46,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(155,46,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(156,46,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(157,46,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(158,46,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(159,47,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(160,47,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(161,47,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(162,47,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(163,47,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(164,48,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(165,48,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(166,48,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(167,48,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(168,49,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(169,49,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(170,50,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(171,51,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(172,51,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(173,51,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(174,51,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(175,51,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(176,52,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(177,52,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(178,52,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(179,52,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(180,52,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(181,53,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(182,53,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(183,53,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(184,53,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(185,54,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(186,54,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(187,55,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(188,56,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(189,56,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(190,56,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(191,56,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(192,56,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(193,57,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(194,57,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(195,57,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(196,57,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(197,57,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(198,58,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(199,58,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(200,58,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(201,58,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(202,59,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(203,59,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(204,60,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(205,56,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.body',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(206,56,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.hand',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(207,56,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.face',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(208,56,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.object',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(209,56,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.commonsense',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(210,57,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.body',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(211,57,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.hand',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(212,57,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.face',1,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(213,57,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.object',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(214,57,'2222222222222222222222222222222222222222222222222222222222222222','faithfulness.commonsense',1,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(215,58,'2222222222222222222222222222222222222222222222222222222222222222','alignment.object',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(216,58,'2222222222222222222222222222222222222222222222222222222222222222','alignment.count',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(217,58,'2222222222222222222222222222222222222222222222222222222222222222','alignment.color',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(218,58,'2222222222222222222222222222222222222222222222222222222222222222','alignment.style',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(219,59,'2222222222222222222222222222222222222222222222222222222222222222','alignment.spatial',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(220,59,'2222222222222222222222222222222222222222222222222222222222222222','alignment.action',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(221,60,'2222222222222222222222222222222222222222222222222222222222222222','alignment.object',1,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(222,61,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(223,61,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(224,61,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(225,61,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(226,61,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(227,62,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(228,62,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(229,62,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(230,62,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(231,62,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(232,63,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(233,63,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(234,63,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(235,63,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(236,64,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(237,64,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(238,65,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(239,66,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(240,66,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(241,66,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(242,66,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(243,66,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(244,67,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(245,67,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(246,67,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(247,67,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(248,67,'1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(249,68,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(250,68,'1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(251,68,'1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(252,68,'1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(253,69,'1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(254,69,'1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(255,70,'1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(256,71,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.body',0,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(257,71,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.hand',0,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(258,71,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.face',0,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(259,71,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.object',0,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(260,71,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.commonsense',0,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(261,72,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.body',0,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(262,72,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.hand',0,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(263,72,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.face',0,1.0,0.25,'{"-1": 0.16666666666666666, "0": 0.16666666666666666, "1": 0.16666666666666666, "2": 0.16666666666666666, "3": 0.16666666666666666, "4": 0.16666666666666666}',8.3333333333333337034e-01);
INSERT INTO "answers" VALUES(264,72,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.object',0,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(265,72,'3333333333333333333333333333333333333333333333333333333333333333','faithfulness.commonsense',0,1.0,NULL,'{"0": 0.2, "1": 0.2, "2": 0.2, "3": 0.2, "4": 0.2}',0.8);
INSERT INTO "answers" VALUES(266,73,'3333333333333333333333333333333333333333333333333333333333333333','alignment.object',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(267,73,'3333333333333333333333333333333333333333333333333333333333333333','alignment.count',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(268,73,'3333333333333333333333333333333333333333333333333333333333333333','alignment.color',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(269,73,'3333333333333333333333333333333333333333333333333333333333333333','alignment.style',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(270,74,'3333333333333333333333333333333333333333333333333333333333333333','alignment.spatial',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(271,74,'3333333333333333333333333333333333333333333333333333333333333333','alignment.action',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
INSERT INTO "answers" VALUES(272,75,'3333333333333333333333333333333333333333333333333333333333333333','alignment.object',0,1.0,NULL,'{"0": 0.3333333333333333, "1": 0.3333333333333333, "2": 0.3333333333333333}',6.66666666666666740681e-01);
CREATE TABLE audit_log (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR(100) NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	submission_id VARCHAR(32), 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_audit_log PRIMARY KEY (id), 
	CONSTRAINT fk_audit_log_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id)
);
INSERT INTO "audit_log" VALUES(1,'2026-11-29 23:59:55.903294','an admin','hidden','00000000000000000000000000000003','not their own images');
INSERT INTO "audit_log" VALUES(2,'2026-11-29 23:59:56.005915','an admin','hidden','00000000000000000000000000000004','not their own images');
INSERT INTO "audit_log" VALUES(3,'2026-11-29 23:59:56.196392','Ada','withdrawn','00000000000000000000000000000006','');
INSERT INTO "audit_log" VALUES(4,'2026-11-29 23:59:56.298126','Ada','withdrawn','00000000000000000000000000000007','');
INSERT INTO "audit_log" VALUES(5,'2026-11-29 23:59:56.418889','an admin','queued','00000000000000000000000000000008','evaluated anew: a better evaluator');
INSERT INTO "audit_log" VALUES(6,'2026-11-29 23:59:56.418896','an admin','rerun','00000000000000000000000000000008','a better evaluator');
INSERT INTO "audit_log" VALUES(7,'2026-11-29 23:59:56.674400','an admin','queued','0000000000000000000000000000000a','evaluated anew: a better evaluator');
INSERT INTO "audit_log" VALUES(8,'2026-11-29 23:59:56.674406','an admin','rerun','0000000000000000000000000000000a','a better evaluator');
INSERT INTO "audit_log" VALUES(9,'2026-11-29 23:59:56.785200','an admin','queued','0000000000000000000000000000000b','evaluated anew: a better evaluator');
INSERT INTO "audit_log" VALUES(10,'2026-11-29 23:59:56.785207','an admin','rerun','0000000000000000000000000000000b','a better evaluator');
INSERT INTO "audit_log" VALUES(11,'2026-11-29 23:59:57.120734','command line','published','39c0cb4469ed4b5ea582895a5b4c0de0','reported: result_test_faithfulness.json, result_test_alignment.json');
INSERT INTO "audit_log" VALUES(12,'2026-11-29 23:59:57.134394','command line','published','e1a8c0cc3ea5456ab57bab247dc6f9da','reported: result_test_faithfulness.json, result_test_alignment.json');
INSERT INTO "audit_log" VALUES(13,'2026-11-29 23:59:57.147412','command line','published','40be6e9e11074a58896867b33ebe664e','reported: result_test_faithfulness.json, result_test_alignment.json');
CREATE TABLE baseline_scores (
	id INTEGER NOT NULL, 
	generation_id INTEGER NOT NULL, 
	baseline_digest VARCHAR(64) NOT NULL, 
	score DOUBLE NOT NULL, 
	CONSTRAINT pk_baseline_scores PRIMARY KEY (id), 
	CONSTRAINT fk_baseline_scores_baseline_digest_baselines FOREIGN KEY(baseline_digest) REFERENCES baselines (digest), 
	CONSTRAINT fk_baseline_scores_generation_id_generations FOREIGN KEY(generation_id) REFERENCES generations (id), 
	CONSTRAINT uq_baseline_scores_generation_id_baseline_digest UNIQUE (generation_id, baseline_digest)
);
INSERT INTO "baseline_scores" VALUES(1,1,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',0.0);
INSERT INTO "baseline_scores" VALUES(2,2,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',0.0);
INSERT INTO "baseline_scores" VALUES(3,3,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',0.5);
INSERT INTO "baseline_scores" VALUES(4,4,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',0.5);
INSERT INTO "baseline_scores" VALUES(5,5,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',0.5);
INSERT INTO "baseline_scores" VALUES(6,6,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',1.0);
INSERT INTO "baseline_scores" VALUES(7,7,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',1.0);
INSERT INTO "baseline_scores" VALUES(8,8,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',1.5);
INSERT INTO "baseline_scores" VALUES(9,9,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',1.5);
INSERT INTO "baseline_scores" VALUES(10,10,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',1.5);
INSERT INTO "baseline_scores" VALUES(11,11,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2.0);
INSERT INTO "baseline_scores" VALUES(12,12,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2.0);
INSERT INTO "baseline_scores" VALUES(13,13,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2.5);
INSERT INTO "baseline_scores" VALUES(14,14,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2.5);
INSERT INTO "baseline_scores" VALUES(15,15,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',2.5);
INSERT INTO "baseline_scores" VALUES(16,16,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',3.0);
INSERT INTO "baseline_scores" VALUES(17,17,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',3.0);
INSERT INTO "baseline_scores" VALUES(18,18,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',3.5);
INSERT INTO "baseline_scores" VALUES(19,19,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',3.5);
INSERT INTO "baseline_scores" VALUES(20,20,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',3.5);
INSERT INTO "baseline_scores" VALUES(21,21,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4.0);
INSERT INTO "baseline_scores" VALUES(22,22,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4.0);
INSERT INTO "baseline_scores" VALUES(23,23,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4.5);
INSERT INTO "baseline_scores" VALUES(24,24,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4.5);
INSERT INTO "baseline_scores" VALUES(25,25,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',4.5);
INSERT INTO "baseline_scores" VALUES(26,26,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',5.0);
INSERT INTO "baseline_scores" VALUES(27,27,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',5.0);
INSERT INTO "baseline_scores" VALUES(28,28,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',5.5);
INSERT INTO "baseline_scores" VALUES(29,29,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',5.5);
INSERT INTO "baseline_scores" VALUES(30,30,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',5.5);
INSERT INTO "baseline_scores" VALUES(31,31,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',6.0);
INSERT INTO "baseline_scores" VALUES(32,32,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',6.0);
INSERT INTO "baseline_scores" VALUES(33,33,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',6.5);
INSERT INTO "baseline_scores" VALUES(34,34,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',6.5);
INSERT INTO "baseline_scores" VALUES(35,35,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',6.5);
INSERT INTO "baseline_scores" VALUES(36,36,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',7.0);
INSERT INTO "baseline_scores" VALUES(37,37,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',7.0);
INSERT INTO "baseline_scores" VALUES(38,38,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',7.5);
INSERT INTO "baseline_scores" VALUES(39,39,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',7.5);
INSERT INTO "baseline_scores" VALUES(40,40,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',7.5);
INSERT INTO "baseline_scores" VALUES(41,41,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',8.0);
INSERT INTO "baseline_scores" VALUES(42,42,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',8.0);
INSERT INTO "baseline_scores" VALUES(43,43,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',8.5);
INSERT INTO "baseline_scores" VALUES(44,44,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',8.5);
INSERT INTO "baseline_scores" VALUES(45,45,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',8.5);
INSERT INTO "baseline_scores" VALUES(46,46,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',9.0);
INSERT INTO "baseline_scores" VALUES(47,47,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',9.0);
INSERT INTO "baseline_scores" VALUES(48,48,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',9.5);
INSERT INTO "baseline_scores" VALUES(49,49,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',9.5);
INSERT INTO "baseline_scores" VALUES(50,50,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',9.5);
INSERT INTO "baseline_scores" VALUES(51,51,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',10.0);
INSERT INTO "baseline_scores" VALUES(52,52,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',10.0);
INSERT INTO "baseline_scores" VALUES(53,53,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',10.5);
INSERT INTO "baseline_scores" VALUES(54,54,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',10.5);
INSERT INTO "baseline_scores" VALUES(55,55,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',10.5);
INSERT INTO "baseline_scores" VALUES(56,56,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',11.0);
INSERT INTO "baseline_scores" VALUES(57,57,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',11.0);
INSERT INTO "baseline_scores" VALUES(58,58,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',11.5);
INSERT INTO "baseline_scores" VALUES(59,59,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',11.5);
INSERT INTO "baseline_scores" VALUES(60,60,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',11.5);
INSERT INTO "baseline_scores" VALUES(61,61,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',12.0);
INSERT INTO "baseline_scores" VALUES(62,62,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',12.0);
INSERT INTO "baseline_scores" VALUES(63,63,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',12.5);
INSERT INTO "baseline_scores" VALUES(64,64,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',12.5);
INSERT INTO "baseline_scores" VALUES(65,65,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',12.5);
INSERT INTO "baseline_scores" VALUES(66,66,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',13.0);
INSERT INTO "baseline_scores" VALUES(67,67,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',13.0);
INSERT INTO "baseline_scores" VALUES(68,68,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',13.5);
INSERT INTO "baseline_scores" VALUES(69,69,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',13.5);
INSERT INTO "baseline_scores" VALUES(70,70,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd',13.5);
CREATE TABLE baselines (
	digest VARCHAR(64) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	title VARCHAR(100) NOT NULL, 
	formula TEXT NOT NULL, 
	wording TEXT NOT NULL, 
	source TEXT NOT NULL, 
	checkpoint TEXT NOT NULL, 
	licence VARCHAR(100) NOT NULL, 
	low DOUBLE, 
	high DOUBLE, 
	closed_world BOOLEAN NOT NULL, 
	loaded_at DATETIME NOT NULL, 
	CONSTRAINT pk_baselines PRIMARY KEY (digest)
);
INSERT INTO "baselines" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','clip-score','the title','the formula','the wording','the source','the checkpoint','the licence',0.0,NULL,0,'2026-11-29 23:59:57.256165');
CREATE TABLE evaluators (
	digest VARCHAR(64) NOT NULL, 
	protocol_digest VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	base_digest VARCHAR(64) NOT NULL, 
	adapter_digest VARCHAR(64), 
	dtype VARCHAR(16) NOT NULL, 
	closed_world BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, passed_exam BOOLEAN, 
	CONSTRAINT pk_evaluators PRIMARY KEY (digest), 
	CONSTRAINT fk_evaluators_protocol_digest_protocols FOREIGN KEY(protocol_digest) REFERENCES protocols (digest)
);
INSERT INTO "evaluators" VALUES('1111111111111111111111111111111111111111111111111111111111111111','508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','evaluator 1','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',NULL,'float32',1,'2026-11-29 23:59:55.448048',NULL);
INSERT INTO "evaluators" VALUES('2222222222222222222222222222222222222222222222222222222222222222','508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','evaluator 2','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',NULL,'float32',1,'2026-11-29 23:59:55.453102',NULL);
INSERT INTO "evaluators" VALUES('3333333333333333333333333333333333333333333333333333333333333333','08247ff52632b68a04290825c16defb7b3535ce21f131f08465456cb4a92a271','evaluator 3','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',NULL,'float32',1,'2026-11-29 23:59:55.453766',NULL);
INSERT INTO "evaluators" VALUES('38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','evalalign-v1.0-13b, run by the original code','b5aa02fa59c41cf5ec4afd3644a08eefe64977ba10270421aaa55ae383a1ba29',NULL,'float16',0,'2026-11-29 23:59:57.145621',NULL);
CREATE TABLE generation_scores (
	generation_id INTEGER NOT NULL, 
	evaluator_digest VARCHAR(64) NOT NULL, 
	points INTEGER NOT NULL, 
	possible INTEGER NOT NULL, 
	share DOUBLE NOT NULL, 
	doubt DOUBLE NOT NULL, 
	CONSTRAINT pk_generation_scores PRIMARY KEY (generation_id, evaluator_digest), 
	CONSTRAINT fk_generation_scores_evaluator_digest_evaluators FOREIGN KEY(evaluator_digest) REFERENCES evaluators (digest), 
	CONSTRAINT fk_generation_scores_generation_id_generations FOREIGN KEY(generation_id) REFERENCES generations (id)
);
INSERT INTO "generation_scores" VALUES(1,'1111111111111111111111111111111111111111111111111111111111111111',5,20,0.25,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(2,'1111111111111111111111111111111111111111111111111111111111111111',5,20,0.25,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(3,'1111111111111111111111111111111111111111111111111111111111111111',4,8,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(4,'1111111111111111111111111111111111111111111111111111111111111111',2,4,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(5,'1111111111111111111111111111111111111111111111111111111111111111',1,2,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(6,'1111111111111111111111111111111111111111111111111111111111111111',15,20,0.75,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(7,'1111111111111111111111111111111111111111111111111111111111111111',15,20,0.75,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(8,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(9,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(10,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(11,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(12,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(13,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(14,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(15,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(16,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(17,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(18,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(19,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(20,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(21,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(22,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(23,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(24,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(25,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(26,'1111111111111111111111111111111111111111111111111111111111111111',5,20,0.25,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(27,'1111111111111111111111111111111111111111111111111111111111111111',5,20,0.25,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(28,'1111111111111111111111111111111111111111111111111111111111111111',4,8,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(29,'1111111111111111111111111111111111111111111111111111111111111111',2,4,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(30,'1111111111111111111111111111111111111111111111111111111111111111',1,2,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(31,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(32,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(33,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(34,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(35,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(36,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(37,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(38,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(39,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(40,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(41,'1111111111111111111111111111111111111111111111111111111111111111',15,20,0.75,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(42,'1111111111111111111111111111111111111111111111111111111111111111',15,20,0.75,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(43,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(44,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(45,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(46,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(47,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(48,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(49,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(50,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(51,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(52,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(53,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(54,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(55,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(56,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(57,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(58,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(59,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(60,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(56,'2222222222222222222222222222222222222222222222222222222222222222',5,20,0.25,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(57,'2222222222222222222222222222222222222222222222222222222222222222',5,20,0.25,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(58,'2222222222222222222222222222222222222222222222222222222222222222',4,8,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(59,'2222222222222222222222222222222222222222222222222222222222222222',2,4,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(60,'2222222222222222222222222222222222222222222222222222222222222222',1,2,0.5,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(61,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(62,'1111111111111111111111111111111111111111111111111111111111111111',20,20,1.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(63,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(64,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(65,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(66,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(67,'1111111111111111111111111111111111111111111111111111111111111111',10,20,0.5,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(68,'1111111111111111111111111111111111111111111111111111111111111111',8,8,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(69,'1111111111111111111111111111111111111111111111111111111111111111',4,4,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(70,'1111111111111111111111111111111111111111111111111111111111111111',2,2,1.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(71,'3333333333333333333333333333333333333333333333333333333333333333',0,20,0.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(72,'3333333333333333333333333333333333333333333333333333333333333333',0,20,0.0,8.3333333333333337034e-01);
INSERT INTO "generation_scores" VALUES(73,'3333333333333333333333333333333333333333333333333333333333333333',0,8,0.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(74,'3333333333333333333333333333333333333333333333333333333333333333',0,4,0.0,6.66666666666666740681e-01);
INSERT INTO "generation_scores" VALUES(75,'3333333333333333333333333333333333333333333333333333333333333333',0,2,0.0,6.66666666666666740681e-01);
CREATE TABLE generations (
	id INTEGER NOT NULL, 
	submission_id VARCHAR(32) NOT NULL, 
	dimension VARCHAR(16) NOT NULL, 
	prompt_id VARCHAR(100) NOT NULL, 
	image_digest VARCHAR(64) NOT NULL, 
	media_type VARCHAR(32) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	CONSTRAINT pk_generations PRIMARY KEY (id), 
	CONSTRAINT fk_generations_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id), 
	CONSTRAINT uq_generations_submission_id_dimension_prompt_id UNIQUE (submission_id, dimension, prompt_id)
);
INSERT INTO "generations" VALUES(1,'00000000000000000000000000000000','faithfulness','f1','0a8acac859c33dc3a80258d04c7a5a069150dca723c0059c2fc4432dcd1ba47a','image/png',64,64);
INSERT INTO "generations" VALUES(2,'00000000000000000000000000000000','faithfulness','f2','bb49153286a31392a7cd8fd6ad4b013197d57885c71a146f90f8adcfdbd65bc7','image/png',64,64);
INSERT INTO "generations" VALUES(3,'00000000000000000000000000000000','alignment','a1','0fab0da6b26a2936d04a8c58051c18b42ba184851561ab4080cede15b6838f7e','image/png',64,64);
INSERT INTO "generations" VALUES(4,'00000000000000000000000000000000','alignment','a2','a4e05fb76c85f193cfc079027e641df21b7a45a8b3b72bbf0ef983bb6a5e8a29','image/png',64,64);
INSERT INTO "generations" VALUES(5,'00000000000000000000000000000000','alignment','a3','8cbdde127e42013ce8f54a0da73c09dfef8cf7c4474676022e6d3d3cbad735ec','image/png',64,64);
INSERT INTO "generations" VALUES(6,'00000000000000000000000000000001','faithfulness','f1','81f3c1ee94eaad5c537a391106cdbe7a87a29df17e181769e7d4ba798f20a40e','image/png',64,64);
INSERT INTO "generations" VALUES(7,'00000000000000000000000000000001','faithfulness','f2','b22ee9e7377371c4b91543fb08d0919006f9ae0a9b52211e00559747dbd55cf0','image/png',64,64);
INSERT INTO "generations" VALUES(8,'00000000000000000000000000000001','alignment','a1','bf1ddf4d7b0703ff2b5cbdf34675fed1bb2cacc429118fc3b5cbc0f2f833377c','image/png',64,64);
INSERT INTO "generations" VALUES(9,'00000000000000000000000000000001','alignment','a2','3ddbc50566272cf7058eb3c8ebeafcf8b06556574886062c5179ba0d0ba44369','image/png',64,64);
INSERT INTO "generations" VALUES(10,'00000000000000000000000000000001','alignment','a3','27e3d4a4d9ff168b38daeb67bb5f82d6f82f656544039d34f48895cb84c25166','image/png',64,64);
INSERT INTO "generations" VALUES(11,'00000000000000000000000000000002','faithfulness','f1','27cfb15e82864cf85702b4d071e86ecfa02857344c659b644e7d6eb18d8e633b','image/png',64,64);
INSERT INTO "generations" VALUES(12,'00000000000000000000000000000002','faithfulness','f2','bf5f80652f21b76b5d3315ea749d42eb1792510c7d3ea3d9207475d7e216ddc4','image/png',64,64);
INSERT INTO "generations" VALUES(13,'00000000000000000000000000000002','alignment','a1','74b241f80a997c3244e3ae9274c30dad4af63fee08b99857e354a490918e631f','image/png',64,64);
INSERT INTO "generations" VALUES(14,'00000000000000000000000000000002','alignment','a2','21e9c99dc1229347678664983b89b130de3a134a9b3de82d65b5a6b762f8f840','image/png',64,64);
INSERT INTO "generations" VALUES(15,'00000000000000000000000000000002','alignment','a3','76902d8728a7d69b695eb0e8e5631ae90f2cae08c5fdd074d3f3ba32a1b708c4','image/png',64,64);
INSERT INTO "generations" VALUES(16,'00000000000000000000000000000003','faithfulness','f1','7d2610c66178a9b2cabedc46aa5e15699cec8ff3781f8fc17fe3ba3e8e56fadc','image/png',64,64);
INSERT INTO "generations" VALUES(17,'00000000000000000000000000000003','faithfulness','f2','b1d3e54b3c73c94c467876bb765268419e36e8803f1e56ce9fdbe013b1c72cd9','image/png',64,64);
INSERT INTO "generations" VALUES(18,'00000000000000000000000000000003','alignment','a1','ecce7b773c91143f802cd3d12127b8e039b3b0aac0331ab106ff7f991aca3483','image/png',64,64);
INSERT INTO "generations" VALUES(19,'00000000000000000000000000000003','alignment','a2','71e716aa32b2294702d2ed751f70ef918b303b41dfe7342115a461d4f15bb8e3','image/png',64,64);
INSERT INTO "generations" VALUES(20,'00000000000000000000000000000003','alignment','a3','c715e6fc602e07feb3021ae2ca7d6bde014cc4c8f28769ca81ce4997c72c640c','image/png',64,64);
INSERT INTO "generations" VALUES(21,'00000000000000000000000000000004','faithfulness','f1','0f0df947d7d692fc247fe65a74948a381eb1e15b7b79707200b659fc5cc152be','image/png',64,64);
INSERT INTO "generations" VALUES(22,'00000000000000000000000000000004','faithfulness','f2','b4205b2237191f70e99e9e617804cdca37b73abdddaa964502c434b75e6d90bd','image/png',64,64);
INSERT INTO "generations" VALUES(23,'00000000000000000000000000000004','alignment','a1','67f7b5613001930a2a7772bd6043523b15fe24755527fd1478c1de792535140e','image/png',64,64);
INSERT INTO "generations" VALUES(24,'00000000000000000000000000000004','alignment','a2','2ed7f693b5d573f8a06e7771b8c030b2f129a7a3f60b86fb60e68ff5ceec0276','image/png',64,64);
INSERT INTO "generations" VALUES(25,'00000000000000000000000000000004','alignment','a3','621a8ce004d387afb2945fb6df433b65ce1cc21306b2587a007556af9917747d','image/png',64,64);
INSERT INTO "generations" VALUES(26,'00000000000000000000000000000005','faithfulness','f1','023989176808cd88d04b79544e04eef41cb30035bb06aeed75062e1356978f0e','image/png',64,64);
INSERT INTO "generations" VALUES(27,'00000000000000000000000000000005','faithfulness','f2','17b4912ef5ca29f8f9b93c4e05f8e8748e8948e34232de1d1b987b60912d8413','image/png',64,64);
INSERT INTO "generations" VALUES(28,'00000000000000000000000000000005','alignment','a1','59c26cf0c31f1e6bcc56cee4077ac56dac297fcdc479d27a28f7eb9bd379b283','image/png',64,64);
INSERT INTO "generations" VALUES(29,'00000000000000000000000000000005','alignment','a2','fa978af3570ac6dacb9a326fb21418c53f9cf3b4745afa9652131803ea125350','image/png',64,64);
INSERT INTO "generations" VALUES(30,'00000000000000000000000000000005','alignment','a3','52f128f0c433ea435e8050da520b82e90fc0390af22db45714eda552f1244b59','image/png',64,64);
INSERT INTO "generations" VALUES(31,'00000000000000000000000000000006','faithfulness','f1','78b85980f066072c92ed18297b91b2bd0d926d1ff7b6d718a7f9c33cb16759fd','image/png',64,64);
INSERT INTO "generations" VALUES(32,'00000000000000000000000000000006','faithfulness','f2','b5679e20b1aa44b9a9cb56a26e26fa47f21eb656e1d6352b2120703142715a73','image/png',64,64);
INSERT INTO "generations" VALUES(33,'00000000000000000000000000000006','alignment','a1','9512dfc1bd61cb6ea0bc47dfb88004cc778f322a1cd58cd38956a39942cac991','image/png',64,64);
INSERT INTO "generations" VALUES(34,'00000000000000000000000000000006','alignment','a2','06b4f0666e8ebbacce3177b7e187a96aef643770b50caac25c8e52172aca978f','image/png',64,64);
INSERT INTO "generations" VALUES(35,'00000000000000000000000000000006','alignment','a3','8dfa6d2617998c706ac4d8304d6ac4fecfa7f15f8c0eb0bee4af99eebed4b204','image/png',64,64);
INSERT INTO "generations" VALUES(36,'00000000000000000000000000000007','faithfulness','f1','3d6c2dfd563d973b687af0a3229138fb8f9ebd675782c2e0f288d3a953147029','image/png',64,64);
INSERT INTO "generations" VALUES(37,'00000000000000000000000000000007','faithfulness','f2','682bc281302f85822a23d0998fdcfb8e9137c988587ecf78765e53cc804861a2','image/png',64,64);
INSERT INTO "generations" VALUES(38,'00000000000000000000000000000007','alignment','a1','964d03f34fad67c82baa1acc30bcbb24e5f3a85b6a8e43dde9f68d5c291357c7','image/png',64,64);
INSERT INTO "generations" VALUES(39,'00000000000000000000000000000007','alignment','a2','1bc1fc1c72d8285506755e0e3c9318659eb015386f4b0fc9a5489ec234e70939','image/png',64,64);
INSERT INTO "generations" VALUES(40,'00000000000000000000000000000007','alignment','a3','9eacee7def5ab703939631cbfdbf023e3cbe5eff98a0178e6ff81bcbc22e86d8','image/png',64,64);
INSERT INTO "generations" VALUES(41,'00000000000000000000000000000008','faithfulness','f1','00b73a25c276992d1531909166c733a37d66cbff3ca2a404efef66050ade09a0','image/png',64,64);
INSERT INTO "generations" VALUES(42,'00000000000000000000000000000008','faithfulness','f2','c09dafa6324240ff90ad90fe7e9a4d1b5d3a0415862bad0dd0d4c938c46f74b8','image/png',64,64);
INSERT INTO "generations" VALUES(43,'00000000000000000000000000000008','alignment','a1','f9a13dbc222b4ac85ca66d60cfe2680920fa9733dcab5e2bf2a5101926f644ac','image/png',64,64);
INSERT INTO "generations" VALUES(44,'00000000000000000000000000000008','alignment','a2','8c6d8569c459693807c67e201918e378bd676a448e87a16765ace39abb2f970a','image/png',64,64);
INSERT INTO "generations" VALUES(45,'00000000000000000000000000000008','alignment','a3','0ff5a3f989aba9efdb32c092ea97b703ed128f04cbf9408f13465541d945153f','image/png',64,64);
INSERT INTO "generations" VALUES(46,'00000000000000000000000000000009','faithfulness','f1','fadbd2dcb61de5fad8b32797a6a7364ab959dfdfd5de698e3b260e2b30ae447a','image/png',64,64);
INSERT INTO "generations" VALUES(47,'00000000000000000000000000000009','faithfulness','f2','f532ab54eb602dcd445d00739e3274d384ce7c7b73fdf32722080d0201b079cc','image/png',64,64);
INSERT INTO "generations" VALUES(48,'00000000000000000000000000000009','alignment','a1','de6f634cc8f93c404c7c7aa744c0cef0cc0b4e8ff0666f91fa66c3ef9412409c','image/png',64,64);
INSERT INTO "generations" VALUES(49,'00000000000000000000000000000009','alignment','a2','550b384fd3caa70082ca6fa688bca768082e0999848ae43e3913b0ea5a9263c6','image/png',64,64);
INSERT INTO "generations" VALUES(50,'00000000000000000000000000000009','alignment','a3','13e188245bad926aedef415cd808704c2d227110ae76db1baa23b954ddf88bab','image/png',64,64);
INSERT INTO "generations" VALUES(51,'0000000000000000000000000000000a','faithfulness','f1','a6d0b5a5a3413b013cf8b363ac1526f8a8c3e415b4a70a715c2df32693bb30b7','image/png',64,64);
INSERT INTO "generations" VALUES(52,'0000000000000000000000000000000a','faithfulness','f2','3ee555a88ca6eb702c1ac44db03b32e5038d05e5d10fd4bae903860e16e5a987','image/png',64,64);
INSERT INTO "generations" VALUES(53,'0000000000000000000000000000000a','alignment','a1','5a8a6e14025c4322f1d4642e95b8472886fab8ea34c907ab0d10cc21358eea31','image/png',64,64);
INSERT INTO "generations" VALUES(54,'0000000000000000000000000000000a','alignment','a2','acf8fe58f7f77a5988cd4696eae7ccd61bd684a4987bfc6465b359e85e86be8d','image/png',64,64);
INSERT INTO "generations" VALUES(55,'0000000000000000000000000000000a','alignment','a3','d8c75ae0d20739ad506ebac29e5f2508afe43e7d41959894a2d71f8ab0ea6a3c','image/png',64,64);
INSERT INTO "generations" VALUES(56,'0000000000000000000000000000000b','faithfulness','f1','d82c45de143d33460ae5bb6b220f1bc277bcbdd6ece3e7b3bb915df4bf766183','image/png',64,64);
INSERT INTO "generations" VALUES(57,'0000000000000000000000000000000b','faithfulness','f2','042dbdff194e0aed4063b05b8cb4deea70cc0456543c819b0bf4bff4a0b51e31','image/png',64,64);
INSERT INTO "generations" VALUES(58,'0000000000000000000000000000000b','alignment','a1','0e4229ff3229589ff97b23b47cbfa26532d187b60d0abfb537495869a014158f','image/png',64,64);
INSERT INTO "generations" VALUES(59,'0000000000000000000000000000000b','alignment','a2','724e084eb69d624660f6751b5e1bf0fbc63c543330e2864b05d2acd190ef9bde','image/png',64,64);
INSERT INTO "generations" VALUES(60,'0000000000000000000000000000000b','alignment','a3','26620d27c5634e9ec75b0db49bb3b5b01fbd9dee1b4e240c2dd323db72cec538','image/png',64,64);
INSERT INTO "generations" VALUES(61,'0000000000000000000000000000000c','faithfulness','f1','a99e9ebb9e1a35820bf63ce1873917a24940bbeb9f71fadcdbcbcf154571e377','image/png',64,64);
INSERT INTO "generations" VALUES(62,'0000000000000000000000000000000c','faithfulness','f2','53cbd9496826cd4e674109d7b3e5dbfb3812b698d9b3f136f5e2b8af9e80b766','image/png',64,64);
INSERT INTO "generations" VALUES(63,'0000000000000000000000000000000c','alignment','a1','833c5be87567a066f0dec64ce486b8d8202521b30a1e5e6acb76af013660345b','image/png',64,64);
INSERT INTO "generations" VALUES(64,'0000000000000000000000000000000c','alignment','a2','28ac94cfff19c600c087b4c707f1a6f8dc161f4d9a2c3ee3228ae237861939dd','image/png',64,64);
INSERT INTO "generations" VALUES(65,'0000000000000000000000000000000c','alignment','a3','f7f4949e66eac2267dfdff8a7d303a79c478d8aaf91c2d161b79f8caa70758bf','image/png',64,64);
INSERT INTO "generations" VALUES(66,'0000000000000000000000000000000d','faithfulness','f1','8311dbf95bda6e4728233ab6fdd5f792afbf1a7d96a7c6822336b617098d8b44','image/png',64,64);
INSERT INTO "generations" VALUES(67,'0000000000000000000000000000000d','faithfulness','f2','91c6bc8ed7aa5a7321b09b253ad5a8f0e271ead6fe2e048e9161f556a566d431','image/png',64,64);
INSERT INTO "generations" VALUES(68,'0000000000000000000000000000000d','alignment','a1','7260f2555db5a2b2b651d218e4f605404d82c0d1ef8a8c60beb52cab154dfb7e','image/png',64,64);
INSERT INTO "generations" VALUES(69,'0000000000000000000000000000000d','alignment','a2','9d75510575683636decc679ba21c77759b499f6728eb1dafb367d019b52f831d','image/png',64,64);
INSERT INTO "generations" VALUES(70,'0000000000000000000000000000000d','alignment','a3','52d5d59258260d0fcbd7f3e440c84a7383a19257899c62c49a28d30a9f48df0c','image/png',64,64);
INSERT INTO "generations" VALUES(71,'0000000000000000000000000000000e','faithfulness','f1','3102e020d7bcc15225736c6c7994b0e9c206aeb608c0476a3e7161687d976a35','image/png',64,64);
INSERT INTO "generations" VALUES(72,'0000000000000000000000000000000e','faithfulness','f2','8a051c50b78069c6f2242b8e914475f429e0485f9508cf23c91598be417110d5','image/png',64,64);
INSERT INTO "generations" VALUES(73,'0000000000000000000000000000000e','alignment','a1','72add12f969e3631f95344fb4153734e7c916db3e19aea306987afb31d60d740','image/png',64,64);
INSERT INTO "generations" VALUES(74,'0000000000000000000000000000000e','alignment','a2','b8fa9aad11543447b3f9abea5579c63a0e632c02569c94b0234f6a0cc9b1e204','image/png',64,64);
INSERT INTO "generations" VALUES(75,'0000000000000000000000000000000e','alignment','a3','dc02e29d9d7df78cea92c3a5072c65bb4a055eff26b9947f16c0cb5ff9d9ef8f','image/png',64,64);
CREATE TABLE human_scores (
	id INTEGER NOT NULL, 
	protocol_digest VARCHAR(64) NOT NULL, 
	t2i_model_id INTEGER NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	score DOUBLE NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_human_scores PRIMARY KEY (id), 
	CONSTRAINT fk_human_scores_protocol_digest_protocols FOREIGN KEY(protocol_digest) REFERENCES protocols (digest), 
	CONSTRAINT fk_human_scores_t2i_model_id_t2i_models FOREIGN KEY(t2i_model_id) REFERENCES t2i_models (id), 
	CONSTRAINT uq_human_scores_protocol_digest_t2i_model_id_key_source UNIQUE (protocol_digest, t2i_model_id, "key", source)
);
INSERT INTO "human_scores" VALUES(1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',1,'faithfulness',0.0,'people');
INSERT INTO "human_scores" VALUES(2,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',1,'alignment',4.0,'people');
INSERT INTO "human_scores" VALUES(3,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',2,'faithfulness',0.25,'people');
INSERT INTO "human_scores" VALUES(4,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',2,'alignment',3.75,'people');
INSERT INTO "human_scores" VALUES(5,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',3,'faithfulness',0.5,'people');
INSERT INTO "human_scores" VALUES(6,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',3,'alignment',3.5,'people');
INSERT INTO "human_scores" VALUES(7,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',4,'faithfulness',0.75,'people');
INSERT INTO "human_scores" VALUES(8,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',4,'alignment',3.25,'people');
INSERT INTO "human_scores" VALUES(9,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',5,'faithfulness',1.0,'people');
INSERT INTO "human_scores" VALUES(10,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',5,'alignment',3.0,'people');
INSERT INTO "human_scores" VALUES(11,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',6,'faithfulness',1.25,'people');
INSERT INTO "human_scores" VALUES(12,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',6,'alignment',2.75,'people');
INSERT INTO "human_scores" VALUES(13,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',7,'faithfulness',1.5,'people');
INSERT INTO "human_scores" VALUES(14,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',7,'alignment',2.5,'people');
INSERT INTO "human_scores" VALUES(15,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',8,'faithfulness',1.75,'people');
INSERT INTO "human_scores" VALUES(16,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',8,'alignment',2.25,'people');
INSERT INTO "human_scores" VALUES(17,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',9,'faithfulness',2.0,'people');
INSERT INTO "human_scores" VALUES(18,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',9,'alignment',2.0,'people');
INSERT INTO "human_scores" VALUES(19,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',10,'faithfulness',2.25,'people');
INSERT INTO "human_scores" VALUES(20,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d',10,'alignment',1.75,'people');
CREATE TABLE protocols (
	digest VARCHAR(64) NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	title TEXT NOT NULL, 
	content TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_protocols PRIMARY KEY (digest)
);
INSERT INTO "protocols" VALUES('508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','tiny-v1','Tiny','{"aggregation":"evalalign","conversation":{"after_image":"\n{question} ANSWER:","answer":" {option}","before_image":"USER: "},"description":"For tests.","image":{"mode":"pad","pad_color":[122,116,104]},"licence":"Apache-2.0","name":"tiny-v1","prompts":[{"dimension":"faithfulness","elements":{},"prompt_id":"f1","text":"a man waves"},{"dimension":"faithfulness","elements":{},"prompt_id":"f2","text":"a red car"},{"dimension":"alignment","elements":{"alignment.color":"red cat","alignment.count":"two cats","alignment.object":"cat","alignment.style":"flat"},"prompt_id":"a1","text":"two red cats, flat"},{"dimension":"alignment","elements":{"alignment.action":"man waving","alignment.spatial":"man left of tree"},"prompt_id":"a2","text":"a man who waves left of a tree"},{"dimension":"alignment","elements":{"alignment.object":"tree"},"prompt_id":"a3","text":"a tree"}],"questions":{"alignment.action":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Action: {element}?"},"alignment.color":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Colour: {element}?"},"alignment.count":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Count: {element}?"},"alignment.object":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Object: {element}?"},"alignment.spatial":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Spatial: {element}?"},"alignment.style":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Style: {element}?"},"faithfulness.body":{"options":{"-1":"means -1","0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Body?"},"faithfulness.commonsense":{"options":{"0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Common sense?"},"faithfulness.face":{"options":{"-1":"means -1","0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Face?"},"faithfulness.hand":{"options":{"-1":"means -1","0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Hand?"},"faithfulness.object":{"options":{"0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Object?"}},"source":"made for the tests","title":"Tiny"}','2026-11-29 23:59:55.447508');
INSERT INTO "protocols" VALUES('08247ff52632b68a04290825c16defb7b3535ce21f131f08465456cb4a92a271','other-v1','Tiny','{"aggregation":"evalalign","conversation":{"after_image":"\n{question} ANSWER:","answer":" {option}","before_image":"USER: "},"description":"For tests.","image":{"mode":"pad","pad_color":[122,116,104]},"licence":"Apache-2.0","name":"other-v1","prompts":[{"dimension":"faithfulness","elements":{},"prompt_id":"f1","text":"a man waves"},{"dimension":"faithfulness","elements":{},"prompt_id":"f2","text":"a red car"},{"dimension":"alignment","elements":{"alignment.color":"red cat","alignment.count":"two cats","alignment.object":"cat","alignment.style":"flat"},"prompt_id":"a1","text":"two red cats, flat"},{"dimension":"alignment","elements":{"alignment.action":"man waving","alignment.spatial":"man left of tree"},"prompt_id":"a2","text":"a man who waves left of a tree"},{"dimension":"alignment","elements":{"alignment.object":"tree"},"prompt_id":"a3","text":"a tree"}],"questions":{"alignment.action":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Action: {element}?"},"alignment.color":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Colour: {element}?"},"alignment.count":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Count: {element}?"},"alignment.object":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Object: {element}?"},"alignment.spatial":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Spatial: {element}?"},"alignment.style":{"options":{"0":"means 0","1":"means 1","2":"means 2"},"template":"Style: {element}?"},"faithfulness.body":{"options":{"-1":"means -1","0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Body?"},"faithfulness.commonsense":{"options":{"0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Common sense?"},"faithfulness.face":{"options":{"-1":"means -1","0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Face?"},"faithfulness.hand":{"options":{"-1":"means -1","0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Hand?"},"faithfulness.object":{"options":{"0":"means 0","1":"means 1","2":"means 2","3":"means 3","4":"means 4"},"template":"Object?"}},"source":"made for the tests","title":"Tiny"}','2026-11-29 23:59:55.453663');
CREATE TABLE skill_scores (
	id INTEGER NOT NULL, 
	submission_id VARCHAR(32) NOT NULL, 
	evaluator_digest VARCHAR(64) NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	score DOUBLE, 
	low DOUBLE, 
	high DOUBLE, 
	points INTEGER NOT NULL, 
	possible INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_skill_scores PRIMARY KEY (id), 
	CONSTRAINT fk_skill_scores_evaluator_digest_evaluators FOREIGN KEY(evaluator_digest) REFERENCES evaluators (digest), 
	CONSTRAINT fk_skill_scores_submission_id_submissions FOREIGN KEY(submission_id) REFERENCES submissions (id), 
	CONSTRAINT uq_skill_scores_submission_id_evaluator_digest_key UNIQUE (submission_id, evaluator_digest, "key")
);
INSERT INTO "skill_scores" VALUES(1,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','overall',37.5,37.5,37.5,17,54,17);
INSERT INTO "skill_scores" VALUES(2,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',1.0,1.0,1.0,10,40,10);
INSERT INTO "skill_scores" VALUES(3,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment',2.33333333333333348136e+00,1.0,4.0,7,14,7);
INSERT INTO "skill_scores" VALUES(4,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',0.5,0.5,0.5,7,14,7);
INSERT INTO "skill_scores" VALUES(5,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(6,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(7,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(8,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(9,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(10,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1.0,1.0,1.0,2,4,2);
INSERT INTO "skill_scores" VALUES(11,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(12,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(13,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(14,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(15,'00000000000000000000000000000000','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(16,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','overall',87.5,87.5,87.5,44,54,17);
INSERT INTO "skill_scores" VALUES(17,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',3.0,3.0,3.0,30,40,10);
INSERT INTO "skill_scores" VALUES(18,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(19,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(20,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(21,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(22,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(23,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(24,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(25,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(26,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(27,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(28,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(29,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(30,'00000000000000000000000000000001','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(31,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','overall',75.0,75.0,75.0,34,54,17);
INSERT INTO "skill_scores" VALUES(32,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',2.0,2.0,2.0,20,40,10);
INSERT INTO "skill_scores" VALUES(33,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(34,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(35,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(36,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(37,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(38,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(39,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(40,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(41,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(42,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(43,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(44,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(45,'00000000000000000000000000000002','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(46,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','overall',100.0,100.0,100.0,54,54,17);
INSERT INTO "skill_scores" VALUES(47,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',4.0,4.0,4.0,40,40,10);
INSERT INTO "skill_scores" VALUES(48,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(49,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(50,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(51,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(52,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(53,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(54,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(55,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(56,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(57,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(58,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(59,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(60,'00000000000000000000000000000003','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(61,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','overall',100.0,100.0,100.0,54,54,17);
INSERT INTO "skill_scores" VALUES(62,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',4.0,4.0,4.0,40,40,10);
INSERT INTO "skill_scores" VALUES(63,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(64,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(65,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(66,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(67,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(68,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(69,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(70,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(71,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(72,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(73,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(74,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(75,'00000000000000000000000000000004','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(76,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','overall',37.5,37.5,37.5,17,54,17);
INSERT INTO "skill_scores" VALUES(77,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',1.0,1.0,1.0,10,40,10);
INSERT INTO "skill_scores" VALUES(78,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment',2.33333333333333348136e+00,1.0,4.0,7,14,7);
INSERT INTO "skill_scores" VALUES(79,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',0.5,0.5,0.5,7,14,7);
INSERT INTO "skill_scores" VALUES(80,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(81,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(82,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(83,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(84,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(85,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1.0,1.0,1.0,2,4,2);
INSERT INTO "skill_scores" VALUES(86,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(87,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(88,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(89,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(90,'00000000000000000000000000000005','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(91,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','overall',100.0,100.0,100.0,54,54,17);
INSERT INTO "skill_scores" VALUES(92,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',4.0,4.0,4.0,40,40,10);
INSERT INTO "skill_scores" VALUES(93,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(94,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(95,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(96,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(97,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(98,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(99,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(100,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(101,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(102,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(103,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(104,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(105,'00000000000000000000000000000006','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(106,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','overall',100.0,100.0,100.0,54,54,17);
INSERT INTO "skill_scores" VALUES(107,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',4.0,4.0,4.0,40,40,10);
INSERT INTO "skill_scores" VALUES(108,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(109,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(110,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(111,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(112,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(113,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(114,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(115,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(116,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(117,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(118,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(119,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(120,'00000000000000000000000000000007','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(121,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','overall',87.5,87.5,87.5,44,54,17);
INSERT INTO "skill_scores" VALUES(122,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',3.0,3.0,3.0,30,40,10);
INSERT INTO "skill_scores" VALUES(123,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(124,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(125,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(126,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(127,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(128,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(129,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',3.0,3.0,3.0,6,8,2);
INSERT INTO "skill_scores" VALUES(130,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(131,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(132,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(133,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(134,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(135,'00000000000000000000000000000008','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(136,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','overall',75.0,75.0,75.0,34,54,17);
INSERT INTO "skill_scores" VALUES(137,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',2.0,2.0,2.0,20,40,10);
INSERT INTO "skill_scores" VALUES(138,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(139,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(140,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(141,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(142,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(143,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(144,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(145,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(146,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(147,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(148,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(149,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(150,'00000000000000000000000000000009','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(151,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','overall',100.0,100.0,100.0,54,54,17);
INSERT INTO "skill_scores" VALUES(152,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',4.0,4.0,4.0,40,40,10);
INSERT INTO "skill_scores" VALUES(153,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(154,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(155,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(156,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(157,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(158,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(159,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(160,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(161,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(162,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(163,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(164,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(165,'0000000000000000000000000000000a','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(166,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','overall',75.0,75.0,75.0,34,54,17);
INSERT INTO "skill_scores" VALUES(167,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',2.0,2.0,2.0,20,40,10);
INSERT INTO "skill_scores" VALUES(168,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(169,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(170,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(171,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(172,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(173,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(174,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(175,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(176,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(177,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(178,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(179,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(180,'0000000000000000000000000000000b','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(181,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','overall',37.5,37.5,37.5,17,54,17);
INSERT INTO "skill_scores" VALUES(182,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness',1.0,1.0,1.0,10,40,10);
INSERT INTO "skill_scores" VALUES(183,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment',2.33333333333333348136e+00,1.0,4.0,7,14,7);
INSERT INTO "skill_scores" VALUES(184,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment_normalised',0.5,0.5,0.5,7,14,7);
INSERT INTO "skill_scores" VALUES(185,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.body',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(186,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.hand',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(187,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.face',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(188,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.object',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(189,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','faithfulness.commonsense',1.0,1.0,1.0,2,8,2);
INSERT INTO "skill_scores" VALUES(190,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.object',1.0,1.0,1.0,2,4,2);
INSERT INTO "skill_scores" VALUES(191,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.count',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(192,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.color',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(193,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.style',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(194,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.spatial',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(195,'0000000000000000000000000000000b','2222222222222222222222222222222222222222222222222222222222222222','alignment.action',1.0,1.0,1.0,1,2,1);
INSERT INTO "skill_scores" VALUES(196,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','overall',100.0,100.0,100.0,54,54,17);
INSERT INTO "skill_scores" VALUES(197,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',4.0,4.0,4.0,40,40,10);
INSERT INTO "skill_scores" VALUES(198,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(199,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(200,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(201,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(202,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(203,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(204,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,4.0,4.0,8,8,2);
INSERT INTO "skill_scores" VALUES(205,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(206,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(207,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(208,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(209,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(210,'0000000000000000000000000000000c','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(211,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','overall',75.0,75.0,75.0,34,54,17);
INSERT INTO "skill_scores" VALUES(212,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',2.0,2.0,2.0,20,40,10);
INSERT INTO "skill_scores" VALUES(213,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment',4.66666666666666696272e+00,2.0,8.0,14,14,7);
INSERT INTO "skill_scores" VALUES(214,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',1.0,1.0,1.0,14,14,7);
INSERT INTO "skill_scores" VALUES(215,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(216,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(217,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(218,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(219,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',2.0,2.0,2.0,4,8,2);
INSERT INTO "skill_scores" VALUES(220,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',2.0,2.0,2.0,4,4,2);
INSERT INTO "skill_scores" VALUES(221,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(222,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(223,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(224,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(225,'0000000000000000000000000000000d','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,2.0,2.0,2,2,1);
INSERT INTO "skill_scores" VALUES(226,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','overall',0.0,0.0,0.0,0,54,17);
INSERT INTO "skill_scores" VALUES(227,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness',0.0,0.0,0.0,0,40,10);
INSERT INTO "skill_scores" VALUES(228,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment',0.0,0.0,0.0,0,14,7);
INSERT INTO "skill_scores" VALUES(229,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment_normalised',0.0,0.0,0.0,0,14,7);
INSERT INTO "skill_scores" VALUES(230,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.body',0.0,0.0,0.0,0,8,2);
INSERT INTO "skill_scores" VALUES(231,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.hand',0.0,0.0,0.0,0,8,2);
INSERT INTO "skill_scores" VALUES(232,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.face',0.0,0.0,0.0,0,8,2);
INSERT INTO "skill_scores" VALUES(233,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.object',0.0,0.0,0.0,0,8,2);
INSERT INTO "skill_scores" VALUES(234,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','faithfulness.commonsense',0.0,0.0,0.0,0,8,2);
INSERT INTO "skill_scores" VALUES(235,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.object',0.0,0.0,0.0,0,4,2);
INSERT INTO "skill_scores" VALUES(236,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.count',0.0,0.0,0.0,0,2,1);
INSERT INTO "skill_scores" VALUES(237,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.color',0.0,0.0,0.0,0,2,1);
INSERT INTO "skill_scores" VALUES(238,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.style',0.0,0.0,0.0,0,2,1);
INSERT INTO "skill_scores" VALUES(239,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.spatial',0.0,0.0,0.0,0,2,1);
INSERT INTO "skill_scores" VALUES(240,'0000000000000000000000000000000e','3333333333333333333333333333333333333333333333333333333333333333','alignment.action',0.0,0.0,0.0,0,2,1);
INSERT INTO "skill_scores" VALUES(241,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','overall',7.14285714285714305998e+01,NULL,NULL,31,42,14);
INSERT INTO "skill_scores" VALUES(242,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',3.1428571428571427937e+00,NULL,NULL,22,28,7);
INSERT INTO "skill_scores" VALUES(243,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment',3.0,NULL,NULL,9,14,7);
INSERT INTO "skill_scores" VALUES(244,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',6.42857142857142904723e-01,NULL,NULL,9,14,7);
INSERT INTO "skill_scores" VALUES(245,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3.0,NULL,NULL,6,8,2);
INSERT INTO "skill_scores" VALUES(246,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',NULL,NULL,NULL,0,0,0);
INSERT INTO "skill_scores" VALUES(247,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3.0,NULL,NULL,3,4,1);
INSERT INTO "skill_scores" VALUES(248,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2.5,NULL,NULL,5,8,2);
INSERT INTO "skill_scores" VALUES(249,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,NULL,NULL,8,8,2);
INSERT INTO "skill_scores" VALUES(250,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1.5,NULL,NULL,3,4,2);
INSERT INTO "skill_scores" VALUES(251,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1.0,NULL,NULL,1,2,1);
INSERT INTO "skill_scores" VALUES(252,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,NULL,NULL,2,2,1);
INSERT INTO "skill_scores" VALUES(253,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',0.0,NULL,NULL,0,2,1);
INSERT INTO "skill_scores" VALUES(254,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1.0,NULL,NULL,1,2,1);
INSERT INTO "skill_scores" VALUES(255,'39c0cb4469ed4b5ea582895a5b4c0de0','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,NULL,NULL,2,2,1);
INSERT INTO "skill_scores" VALUES(256,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','overall',7.14285714285714305998e+01,NULL,NULL,31,42,14);
INSERT INTO "skill_scores" VALUES(257,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','faithfulness',3.1428571428571427937e+00,NULL,NULL,22,28,7);
INSERT INTO "skill_scores" VALUES(258,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment',3.0,NULL,NULL,9,14,7);
INSERT INTO "skill_scores" VALUES(259,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment_normalised',6.42857142857142904723e-01,NULL,NULL,9,14,7);
INSERT INTO "skill_scores" VALUES(260,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.body',3.0,NULL,NULL,6,8,2);
INSERT INTO "skill_scores" VALUES(261,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.hand',NULL,NULL,NULL,0,0,0);
INSERT INTO "skill_scores" VALUES(262,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.face',3.0,NULL,NULL,3,4,1);
INSERT INTO "skill_scores" VALUES(263,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.object',2.5,NULL,NULL,5,8,2);
INSERT INTO "skill_scores" VALUES(264,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','faithfulness.commonsense',4.0,NULL,NULL,8,8,2);
INSERT INTO "skill_scores" VALUES(265,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment.object',1.5,NULL,NULL,3,4,2);
INSERT INTO "skill_scores" VALUES(266,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment.count',1.0,NULL,NULL,1,2,1);
INSERT INTO "skill_scores" VALUES(267,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment.color',2.0,NULL,NULL,2,2,1);
INSERT INTO "skill_scores" VALUES(268,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment.style',0.0,NULL,NULL,0,2,1);
INSERT INTO "skill_scores" VALUES(269,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment.spatial',1.0,NULL,NULL,1,2,1);
INSERT INTO "skill_scores" VALUES(270,'e1a8c0cc3ea5456ab57bab247dc6f9da','1111111111111111111111111111111111111111111111111111111111111111','alignment.action',2.0,NULL,NULL,2,2,1);
INSERT INTO "skill_scores" VALUES(271,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','overall',7.14285714285714305998e+01,NULL,NULL,31,42,14);
INSERT INTO "skill_scores" VALUES(272,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','faithfulness',3.1428571428571427937e+00,NULL,NULL,22,28,7);
INSERT INTO "skill_scores" VALUES(273,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment',3.0,NULL,NULL,9,14,7);
INSERT INTO "skill_scores" VALUES(274,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment_normalised',6.42857142857142904723e-01,NULL,NULL,9,14,7);
INSERT INTO "skill_scores" VALUES(275,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','faithfulness.body',3.0,NULL,NULL,6,8,2);
INSERT INTO "skill_scores" VALUES(276,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','faithfulness.hand',NULL,NULL,NULL,0,0,0);
INSERT INTO "skill_scores" VALUES(277,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','faithfulness.face',3.0,NULL,NULL,3,4,1);
INSERT INTO "skill_scores" VALUES(278,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','faithfulness.object',2.5,NULL,NULL,5,8,2);
INSERT INTO "skill_scores" VALUES(279,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','faithfulness.commonsense',4.0,NULL,NULL,8,8,2);
INSERT INTO "skill_scores" VALUES(280,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment.object',1.5,NULL,NULL,3,4,2);
INSERT INTO "skill_scores" VALUES(281,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment.count',1.0,NULL,NULL,1,2,1);
INSERT INTO "skill_scores" VALUES(282,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment.color',2.0,NULL,NULL,2,2,1);
INSERT INTO "skill_scores" VALUES(283,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment.style',0.0,NULL,NULL,0,2,1);
INSERT INTO "skill_scores" VALUES(284,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment.spatial',1.0,NULL,NULL,1,2,1);
INSERT INTO "skill_scores" VALUES(285,'40be6e9e11074a58896867b33ebe664e','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','alignment.action',2.0,NULL,NULL,2,2,1);
CREATE TABLE submissions (
	id VARCHAR(32) NOT NULL, 
	t2i_model_id INTEGER NOT NULL, 
	submitter_id INTEGER NOT NULL, 
	protocol_digest VARCHAR(64) NOT NULL, 
	evaluator_digest VARCHAR(64), 
	archive_digest VARCHAR(64) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason TEXT, 
	priority INTEGER NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	lease_owner VARCHAR(100), 
	lease_expires_at DATETIME, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, paced_since DATETIME, paced_from INTEGER, reported BOOLEAN DEFAULT 0 NOT NULL, source VARCHAR(300), hidden BOOLEAN DEFAULT 0 NOT NULL, signed_in BOOLEAN DEFAULT 0 NOT NULL, fresh BOOLEAN DEFAULT 0 NOT NULL, reruns INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_submissions PRIMARY KEY (id), 
	CONSTRAINT ck_submissions_progress CHECK (done >= 0 AND done <= total), 
	CONSTRAINT fk_submissions_evaluator_digest_evaluators FOREIGN KEY(evaluator_digest) REFERENCES evaluators (digest), 
	CONSTRAINT fk_submissions_protocol_digest_protocols FOREIGN KEY(protocol_digest) REFERENCES protocols (digest), 
	CONSTRAINT fk_submissions_submitter_id_submitters FOREIGN KEY(submitter_id) REFERENCES submitters (id), 
	CONSTRAINT fk_submissions_t2i_model_id_t2i_models FOREIGN KEY(t2i_model_id) REFERENCES t2i_models (id)
);
INSERT INTO "submissions" VALUES('00000000000000000000000000000000',1,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:55.511370',NULL,'2026-01-01 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000001',1,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:55.639618',NULL,'2026-01-03 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000002',2,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:55.742922',NULL,'2026-01-01 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000003',2,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:55.826817',NULL,'2026-01-08 12:00:00.000000',NULL,NULL,0,NULL,1,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000004',3,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:55.918132',NULL,'2026-01-02 12:00:00.000000',NULL,NULL,0,NULL,1,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000005',4,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.025030',NULL,'2026-01-01 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000006',4,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','withdrawn',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.108270',NULL,'2026-11-29 23:59:56.188036',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000007',5,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','withdrawn',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.206771',NULL,'2026-11-29 23:59:56.297776',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('00000000000000000000000000000008',6,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.321072',NULL,'2026-01-06 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,1);
INSERT INTO "submissions" VALUES('00000000000000000000000000000009',6,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.516090',NULL,'2026-01-02 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('0000000000000000000000000000000a',7,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','queued',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.597429',NULL,NULL,NULL,NULL,0,NULL,0,0,1,1);
INSERT INTO "submissions" VALUES('0000000000000000000000000000000b',8,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','2222222222222222222222222222222222222222222222222222222222222222','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.685347',NULL,'2026-01-07 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,1);
INSERT INTO "submissions" VALUES('0000000000000000000000000000000c',8,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.876906',NULL,'2026-01-08 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('0000000000000000000000000000000d',9,1,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:56.943725',NULL,'2026-01-01 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('0000000000000000000000000000000e',1,1,'08247ff52632b68a04290825c16defb7b3535ce21f131f08465456cb4a92a271','3333333333333333333333333333333333333333333333333333333333333333','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','published',NULL,0,0,5,0,NULL,NULL,'2026-11-29 23:59:57.016319',NULL,'2026-01-09 12:00:00.000000',NULL,NULL,0,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('39c0cb4469ed4b5ea582895a5b4c0de0',9,2,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','0a9ba43016c1c55217a52739b9c4a58c3195151807027b18eb418b3d2e5d444f','published',NULL,0,0,0,0,NULL,NULL,'2026-11-29 23:59:57.112117',NULL,'2026-11-29 23:59:57.110859',NULL,NULL,1,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('e1a8c0cc3ea5456ab57bab247dc6f9da',10,2,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','1111111111111111111111111111111111111111111111111111111111111111','0a9ba43016c1c55217a52739b9c4a58c3195151807027b18eb418b3d2e5d444f','published',NULL,0,0,0,0,NULL,NULL,'2026-11-29 23:59:57.134083',NULL,'2026-11-29 23:59:57.133223',NULL,NULL,1,NULL,0,0,0,0);
INSERT INTO "submissions" VALUES('40be6e9e11074a58896867b33ebe664e',10,2,'508b413bfa41f78e88b5ec511ceaa78f11fca958978b316da392067fba4b3b5d','38a0524ff1140d30197e692dff5a04cbebc6edd248d7b47721f00d21ccc54686','0a9ba43016c1c55217a52739b9c4a58c3195151807027b18eb418b3d2e5d444f','published',NULL,0,0,0,0,NULL,NULL,'2026-11-29 23:59:57.147073',NULL,'2026-11-29 23:59:57.146665',NULL,NULL,1,NULL,0,0,0,0);
CREATE TABLE submitters (
	id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_submitters PRIMARY KEY (id), 
	CONSTRAINT uq_submitters_name UNIQUE (name)
);
INSERT INTO "submitters" VALUES(1,'Ada','2026-11-29 23:59:55.509604');
INSERT INTO "submitters" VALUES(2,'command line','2026-11-29 23:59:57.111431');
CREATE TABLE switches (
	name VARCHAR(32) NOT NULL, 
	"on" BOOLEAN NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_switches PRIMARY KEY (name)
);
CREATE TABLE t2i_models (
	id INTEGER NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	name_key VARCHAR(200) NOT NULL, 
	organisation VARCHAR(100) NOT NULL, 
	link VARCHAR(500) NOT NULL, 
	licence VARCHAR(100) NOT NULL, 
	open_weights BOOLEAN, 
	parameters BIGINT, 
	notes VARCHAR(2000) NOT NULL, 
	simulated BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_t2i_models PRIMARY KEY (id), 
	CONSTRAINT uq_t2i_models_name_key UNIQUE (name_key)
);
INSERT INTO "t2i_models" VALUES(1,'Twice','twice','A lab','','',1,NULL,'',0,'2026-11-29 23:59:55.510397');
INSERT INTO "t2i_models" VALUES(2,'Hidden later','hidden later','A lab','','',1,NULL,'',0,'2026-11-29 23:59:55.742648');
INSERT INTO "t2i_models" VALUES(3,'Hidden','hidden','A lab','','',1,NULL,'',0,'2026-11-29 23:59:55.917855');
INSERT INTO "t2i_models" VALUES(4,'Withdrawn later','withdrawn later','A lab','','',1,NULL,'',0,'2026-11-29 23:59:56.024706');
INSERT INTO "t2i_models" VALUES(5,'Withdrawn','withdrawn','A lab','','',1,NULL,'',0,'2026-11-29 23:59:56.206498');
INSERT INTO "t2i_models" VALUES(6,'Evaluated again','evaluated again','A lab','','',1,NULL,'',0,'2026-11-29 23:59:56.320724');
INSERT INTO "t2i_models" VALUES(7,'Waiting again','waiting again','A lab','','',1,NULL,'',0,'2026-11-29 23:59:56.597122');
INSERT INTO "t2i_models" VALUES(8,'通义 2','通义 2','A lab','','',1,NULL,'',0,'2026-11-29 23:59:56.685037');
INSERT INTO "t2i_models" VALUES(9,'Reported later','reported later','A lab','','',1,NULL,'',0,'2026-11-29 23:59:56.943462');
INSERT INTO "t2i_models" VALUES(10,'Reported','reported','','','',NULL,NULL,'',0,'2026-11-29 23:59:57.133806');
CREATE INDEX ix_protocols_name ON protocols (name);
CREATE INDEX ix_evaluators_protocol_digest ON evaluators (protocol_digest);
CREATE INDEX ix_human_scores_t2i_model_id ON human_scores (t2i_model_id);
CREATE INDEX ix_submissions_evaluator_digest ON submissions (evaluator_digest);
CREATE INDEX ix_submissions_protocol_digest ON submissions (protocol_digest);
CREATE INDEX ix_submissions_queue ON submissions (state, priority, created_at);
CREATE INDEX ix_submissions_submitter_id ON submissions (submitter_id);
CREATE INDEX ix_submissions_t2i_model_id ON submissions (t2i_model_id);
CREATE INDEX ix_audit_log_submission_id ON audit_log (submission_id);
CREATE INDEX ix_generations_image_digest ON generations (image_digest);
CREATE INDEX ix_generations_submission_id ON generations (submission_id);
CREATE INDEX ix_skill_scores_evaluator_digest ON skill_scores (evaluator_digest);
CREATE INDEX ix_baselines_name ON baselines (name);
CREATE INDEX ix_baseline_scores_baseline_digest ON baseline_scores (baseline_digest);
CREATE INDEX ix_generations_prompt ON generations (dimension, prompt_id);
CREATE INDEX ix_answers_points ON answers (skill, evaluator_digest, choice, expected, generation_id);
CREATE INDEX ix_answers_doubt ON answers (skill, evaluator_digest, doubt, generation_id, choice);
CREATE INDEX ix_generation_scores_points ON generation_scores (evaluator_digest, share, generation_id);
CREATE INDEX ix_generation_scores_doubt ON generation_scores (evaluator_digest, doubt, generation_id);
CREATE INDEX ix_submissions_finished ON submissions (state, finished_at);
COMMIT;
