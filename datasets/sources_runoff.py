"""Published numbers of urban drainage: curve numbers, and the formulas of design storms.

References
----------
.. [1] USDA Natural Resources Conservation Service (1986), "Urban hydrology for small watersheds",
   Technical Release 55, second edition, table 2-2.
.. [2] Chongqing Commission of Urban-Rural Development, notice 443 of 2017: formulas of storm
   intensity of its districts.
.. [3] Guangzhou Water Bureau, formula of storm intensity of the centre of Guangzhou, 2021.
"""

from table_format import Column, Table

# Cover, hard ground that the numbers count with [percent], curve numbers of soils A to D [1]_.
CURVE_NUMBERS = [
    ("Open space, poor", None, 68, 79, 86, 89),
    ("Open space, fair", None, 49, 69, 79, 84),
    ("Open space, good", None, 39, 61, 74, 80),
    ("Paved parking, roofs, driveways", None, 98, 98, 98, 98),
    ("Streets paved, curbs and storm sewers", None, 98, 98, 98, 98),
    ("Streets paved, open ditches", None, 83, 89, 92, 93),
    ("Streets gravel", None, 76, 85, 89, 91),
    ("Streets dirt", None, 72, 82, 87, 89),
    ("Commercial and business", 85, 89, 92, 94, 95),
    ("Industrial", 72, 81, 88, 91, 93),
    ("Residential, lots of 1/8 acre", 65, 77, 85, 90, 92),
    ("Residential, lots of 1/4 acre", 38, 61, 75, 83, 87),
    ("Residential, lots of 1/3 acre", 30, 57, 72, 81, 86),
    ("Residential, lots of 1/2 acre", 25, 54, 70, 80, 85),
    ("Residential, lots of 1 acre", 20, 51, 68, 79, 84),
    ("Residential, lots of 2 acres", 12, 46, 65, 77, 82),
    ("Newly graded (no vegetation)", None, 77, 86, 91, 94),
    ("Pasture, good", None, 39, 61, 74, 80),
    ("Pasture, fair", None, 49, 69, 79, 84),
    ("Pasture, poor", None, 68, 79, 86, 89),
    ("Meadow", None, 30, 58, 71, 78),
    ("Brush, good", None, 30, 48, 65, 73),
    ("Woods, poor", None, 45, 66, 77, 83),
    ("Woods, fair", None, 36, 60, 73, 79),
    ("Woods, good", None, 30, 55, 70, 77),
    ("Woods-grass (orchard), good", None, 32, 58, 72, 79),
    ("Row crops straight row, good", None, 67, 78, 85, 89),
    ("Small grain straight row, good", None, 63, 75, 83, 87),
    ("Fallow, bare soil", None, 77, 86, 91, 94),
    ("Farmsteads", None, 59, 74, 82, 86),
]  # fmt: skip
# District, its Chinese name, a [L/(s ha)], c, b [min], n [2]_.
CHONGQING = [
    ("Chengkou", "城口县", 2521, 0.997, 14.439, 0.857),
    ("Fengdu", "丰都县", 1546, 0.789, 8.422, 0.703),
    ("Dianjiang", "垫江县", 3321, 0.997, 14.738, 0.83),
    ("Zhongxian", "忠县", 2296, 0.997, 9.31, 0.768),
    ("Yunyang", "云阳县", 795, 0.672, 2.86, 0.548),
    ("Fengjie", "奉节县", 1527, 0.893, 9.389, 0.654),
    ("Wushan", "巫山县", 1774, 0.997, 9.228, 0.752),
    ("Wuxi", "巫溪县", 2425, 0.997, 13.739, 0.822),
    ("Yuzhong", "渝中区", 1132, 0.958, 5.408, 0.595),
    ("Wanzhou", "万州区", 1504, 0.945, 7.213, 0.704),
    ("Fuling", "涪陵区", 1975, 0.633, 12.647, 0.72),
    ("Dadukou", "大渡口区", 1132, 0.958, 5.408, 0.595),
    ("Jiangbei", "江北区", 1111, 0.945, 9.713, 0.561),
    ("Shapingba", "沙坪坝区", 1132, 0.958, 5.408, 0.595),
    ("Jiulongpo", "九龙坡区", 1132, 0.958, 5.408, 0.595),
    ("Nan'an", "南岸区", 1898, 0.867, 9.48, 0.709),
    ("Beibei north", "北碚区北", 1111, 0.945, 9.713, 0.561),
    ("Beibei south", "北碚区南", 1132, 0.958, 5.408, 0.595),
    ("Qijiang", "綦江区", 3148, 0.867, 15.348, 0.827),
    ("Dazu", "大足区", 1304, 0.815, 5.755, 0.643),
    ("Yubei", "渝北区", 1111, 0.945, 9.713, 0.561),
    ("Banan", "巴南区", 1898, 0.867, 9.48, 0.709),
    ("Qianjiang", "黔江区", 826, 0.581, 3.51, 0.52),
    ("Changshou", "长寿区", 986, 0.932, 5.725, 0.595),
    ("Jiangjin", "江津区", 1332, 0.88, 9.168, 0.637),
    ("Hechuan", "合川区", 1004, 0.75, 8.698, 0.567),
    ("Yongchuan", "永川区", 1312, 0.971, 7.739, 0.631),
    ("Nanchuan", "南川区", 1642, 0.8151, 10.333, 0.71),
    ("Bishan", "璧山区", 2784, 0.906, 18.327, 0.79),
    ("Tongliang", "铜梁区", 1516, 0.945, 10.351, 0.653),
    ("Rongchang", "荣昌区", 1000, 0.841, 4.677, 0.554),
    ("Kaizhou", "开州区", 1148, 0.932, 6.133, 0.633),
    ("Liangping", "梁平区", 1015, 0.659, 6.649, 0.556),
    ("Wulong", "武隆区", 1793, 0.997, 12.292, 0.724),
    ("Tongnan", "潼南区", 610, 0.958, 1.17, 0.504),
    ("Shizhu", "石柱土家族自治县", 799, 0.997, 3.12, 0.558),
    ("Xiushan", "秀山土家族苗族自治县", 1982, 0.984, 11.462, 0.752),
    ("Youyang", "酉阳土家族苗族自治县", 712, 0.724, 2.73, 0.5),
    ("Pengshui", "彭水苗族土家族自治县", 1035, 0.763, 5.24, 0.56),
]  # fmt: skip
GUANGZHOU = [("centre", "广州中心城区", 13290.6, 0.607, 39.12, 0.956)]  # [3]_


def curve_numbers() -> Table:
    """Return the curve numbers of table 2-2."""
    soils = {
        "a": "sand, sandy loam: lets much water in",
        "b": "loam, silt loam",
        "c": "sandy clay loam, or a layer below that hinders water",
        "d": "clay, clay loam, high groundwater: lets little in",
    }
    number = {"minimum": 1, "maximum": 100}
    return Table(
        "tr55_curve_numbers",
        "Curve numbers of TR-55, by cover and soil",
        "Share of a rain that runs off, as a number up to 100, for ground that is neither dry nor "
        "soaked before. Open space is poor with less than half of it under grass, fair with up to "
        "three quarters, good above. Numbers with hard ground count it as connected to the drains.",
        "observed",
        (
            Column("cover", "string", "text", "Cover of the ground.", constraints={"unique": True}),
            Column("impervious_percent", "integer", "percent",
                   "Roofs and paving within the cover, where the number counts with them.",
                   optional=True, constraints={"minimum": 0, "maximum": 100}),
            *(
                Column(f"soil_{group}", "integer", "1",
                       f"Curve number on soil of group {group.upper()} ({words}).",
                       constraints=number)
                for group, words in soils.items()
            ),
        ),
        CURVE_NUMBERS,
        [
            {
                "title": "USDA NRCS 1986, Technical Release 55, table 2-2",
            }
        ],
        [{"name": "other-pd", "title": "United States government work, public domain"}],
        "cover",
    )  # fmt: skip


def storm_intensity() -> Table:
    """Return the formulas of design storms."""
    rows = [("Chongqing", *row) for row in CHONGQING] + [("Guangzhou", *row) for row in GUANGZHOU]
    return Table(
        "storm_intensity",
        "Formulas of storm intensity: Chongqing's districts, and the centre of Guangzhou",
        "q = a (1 + c lg P) / (t + b)^n in L/(s ha), with the duration t in minutes and the return "
        "period P in years. Each city fits its own from decades of rain gauges, for durations up "
        "to two or three hours.",
        "observed",
        (
            Column("city", "string", "text", "City.",
                   constraints={"enum": ["Chongqing", "Guangzhou"]}),
            Column("district", "string", "text", "District.", constraints={"unique": True}),
            Column("district_zh", "string", "text", "Its Chinese name."),
            Column("a", "number", "L/(s ha)", "Strength for a return period of one year.",
                   constraints={"minimum": 0}),
            Column("c", "number", "1", "Growth with the return period.", decimals=4,
                   constraints={"minimum": 0}),
            Column("b", "number", "min", "Shift of the duration.", decimals=3,
                   constraints={"minimum": 0}),
            Column("n", "number", "1", "Fall with the duration.", decimals=3,
                   constraints={"minimum": 0, "maximum": 2}),
        ),
        rows,
        [
            {"title": "Chongqing, notice 443 of 2017 on the formulas of storm intensity"},
            {"title": "Guangzhou Water Bureau 2021, formula of storm intensity of the centre"},
        ],
        [{"name": "facts", "title": "Published facts; cite the city's notice"}],
        "district",
    )  # fmt: skip


def tables() -> list[Table]:
    """Return the published tables of urban drainage."""
    return [curve_numbers(), storm_intensity()]
