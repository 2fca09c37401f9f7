using System.Collections.Frozen;

namespace Gatehouse.Policy.Operators.Sql;

/// <summary>The built-in functions that only compute on their arguments; every other one is a <c>call</c>.</summary>
/// <remarks>
/// Not here: what reads files, settings, the session or the clock, what waits, locks or counts, what is random, and what
/// runs SQL or XML that it is given. docs/reference/sql-builtins.md is this table; a test holds the two together.
/// </remarks>
internal static class SqlBuiltins
{
    /// <summary>Words by where they hold: in every dialect, then those of each dialect in the order of the enum.</summary>
    public static readonly (string Name, FrozenSet<string> Words)[] Tables =
    [
        ("every dialect", SqlWords.Set(
            """
            abs acos ascii asin atan atan2 avg cast ceil ceiling char_length character_length coalesce concat concat_ws cos cot
            count cube cume_dist degrees dense_rank exp extract first_value floor greatest grouping lag last_value lead least
            left length ln log log10 lower lpad ltrim max min mod nth_value ntile nullif octet_length percent_rank pi position
            power radians rank repeat replace reverse right rollup round row_number rpad rtrim sign sin sqrt stddev substr
            substring sum tan trim upper variance
            """)),
        ("generic", SqlWords.Set("")),
        ("postgres", SqlWords.Set(
            """
            array_agg array_append array_cat array_length array_position array_prepend array_remove array_replace
            array_to_json array_to_string bit_and bit_length bit_or bool_and bool_or btrim cardinality cbrt chr corr
            covar_pop covar_samp date_bin date_part date_trunc decode div encode every format generate_series initcap isfinite
            json_agg json_array_elements json_array_elements_text json_array_length json_build_array json_build_object
            json_each json_each_text json_extract_path json_extract_path_text json_object_agg json_object_keys json_typeof
            jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object
            jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_object_agg jsonb_object_keys
            jsonb_set jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval make_date make_interval
            make_time make_timestamp md5 mode overlay percentile_cont percentile_disc plainto_tsquery quote_literal
            regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
            regexp_split_to_table regexp_substr regr_slope row_to_json sha256 sha512 split_part starts_with stddev_pop
            stddev_samp string_agg string_to_array string_to_table strpos to_char to_date to_hex to_json to_jsonb to_number
            to_timestamp to_tsquery to_tsvector translate trunc ts_rank unnest var_pop var_samp width_bucket
            """)),
        ("mysql", SqlWords.Set(
            """
            adddate addtime bin bit_and bit_count bit_length bit_or bit_xor char convert convert_tz crc32 date date_add
            date_format date_sub datediff day dayname dayofmonth dayofweek dayofyear elt export_set field find_in_set format
            from_base64 from_days from_unixtime group_concat hex hour if ifnull instr isnull json_array json_arrayagg
            json_contains json_contains_path json_depth json_extract json_keys json_length json_object json_objectagg
            json_overlaps json_quote json_search json_type json_unquote json_valid last_day lcase locate log2 makedate
            maketime md5 microsecond mid minute month monthname oct ord period_add period_diff quarter quote regexp_instr
            regexp_like regexp_replace regexp_substr sec_to_time second sha1 sha2 soundex space std stddev_pop stddev_samp
            str_to_date strcmp subdate substring_index subtime time time_format time_to_sec timediff timestampadd
            timestampdiff to_base64 to_days to_seconds ucase unhex var_pop var_samp week weekday weekofyear year yearweek
            """)),
        ("sqlite", SqlWords.Set(
            """
            char date datetime format glob group_concat hex ifnull iif instr json json_array json_array_length json_each
            json_extract json_group_array json_group_object json_object json_quote json_tree json_type json_valid julianday
            like likelihood likely log2 printf quote strftime string_agg time timediff total trunc typeof unhex unicode
            unixepoch unlikely
            """)),
        ("tsql", SqlWords.Set(
            """
            char charindex choose convert count_big datalength dateadd datediff datediff_big datefromparts datename datepart
            datetimefromparts datetrunc day difference eomonth format hashbytes iif isdate isjson isnull isnumeric json_modify
            json_query json_value len log2 month nchar parse parsename patindex quotename replicate soundex space square
            stdev stdevp str string_agg string_split stuff translate try_cast try_convert try_parse unicode var varp year
            """)),
    ];

    /// <summary>Whether the function only computes on its arguments.</summary>
    public static bool Has(ReadOnlySpan<byte> word, SqlDialect dialect) =>
        SqlWords.Contains(Tables[0].Words, word) || SqlWords.Contains(Tables[(int)dialect + 1].Words, word);
}
