using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>The operators of section 3, one method each.</summary>
internal sealed class ReferenceOperator(JsonElement condition, bool inRequire)
{
    private static readonly string[] Negated =
        ["neq", "not_in", "path_not_within", "host_not_in", "sql_not_in"];

    private readonly string _op = condition.GetProperty("op").GetString()!;
    private readonly JsonElement _operand = condition.GetProperty("value");

    private bool EqualsNull => _op is "eq" or "neq" && _operand.ValueKind == JsonValueKind.Null;

    private bool ListsNull => _op is "in" or "not_in" && Operands.Any(item => item.ValueKind == JsonValueKind.Null);

    /// <summary>"<c>eq null</c> is <c>exists false</c>".</summary>
    public bool IsExists => _op == "exists" || EqualsNull;

    private IEnumerable<JsonElement> Operands =>
        _operand.ValueKind == JsonValueKind.Array ? _operand.EnumerateArray() : [_operand];

    /// <summary>The rows "missing" of the table of situations.</summary>
    public Judgement OnMissing() => _op switch
    {
        "exists" => Judgement.Of(!_operand.GetBoolean()),
        "eq" or "in" when EqualsNull || ListsNull => Judgement.True,
        "neq" or "not_in" when EqualsNull || ListsNull => Judgement.False,
        "lt" or "lte" or "gt" or "gte" or "length_gt" or "length_lt" => Judgement.Unknown(UnknownWhy.Missing),
        _ => Negated.Contains(_op) ? Judgement.Unknown(UnknownWhy.Missing) : Judgement.False,
    };

    /// <summary>"names and categories of the tools called so far, for <c>contains</c> only".</summary>
    public Judgement OnMembers(Found.Members members) => new(members.Holds(_operand.GetString()!), UnknownWhy.None);

    public Judgement OnValue(JsonElement value)
    {
        var holds = _op switch
        {
            "exists" => Judgement.Of(_operand.GetBoolean()),
            "eq" or "neq" => Equal(value, _operand),
            "in" or "not_in" => In(value),
            "lt" or "lte" or "gt" or "gte" => Ordered(value),
            "regex" => Regex(value),
            "contains" => Contains(value),
            "starts_with" or "ends_with" => StartsOrEnds(value),
            "length_gt" or "length_lt" => Length(value),
            "path_within" or "path_not_within" => PathWithin(value),
            "host_in" or "host_not_in" => HostIn(value),
            "sql_in" or "sql_not_in" => SqlIn(value),
            _ => throw new InvalidOperationException($"no operator is called {_op}"),
        };

        // SQL negates kind by kind, before its kinds are joined.
        return Negated.Contains(_op) && _op != "sql_not_in" ? !holds : holds;
    }

    /// <summary>"equal: numbers by exact decimal value, strings ordinally, booleans"; another JSON type is unknown.</summary>
    private static Judgement Equal(JsonElement value, JsonElement operand)
    {
        if (operand.ValueKind == JsonValueKind.Null || value.ValueKind == JsonValueKind.Null)
        {
            return Judgement.Of(operand.ValueKind == value.ValueKind);
        }

        return (value.ValueKind, operand.ValueKind) switch
        {
            (JsonValueKind.String, JsonValueKind.String) => Judgement.Of(value.GetString() == operand.GetString()),
            (JsonValueKind.Number, JsonValueKind.Number) => EqualNumbers(value, operand),
            (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) =>
                Judgement.Of(value.ValueKind == operand.ValueKind),
            _ => Judgement.Unknown(UnknownWhy.WrongType),
        };
    }

    private static Judgement EqualNumbers(JsonElement value, JsonElement operand) =>
        ExactNumber.Read(value)?.Equal(ExactNumber.Read(operand)!) is { } truth and not Truth.Unknown
            ? new Judgement(truth, UnknownWhy.None)
            : Judgement.Unknown(UnknownWhy.InexactNumber);

    /// <summary>"<c>eq</c> to some"; "in a mixed list only elements of the value's type count, if there are any".</summary>
    private Judgement In(JsonElement value)
    {
        var all = Operands.Select(operand => Equal(value, operand)).ToList();
        var sameType = all.Where(one => one.Why != UnknownWhy.WrongType).ToList();
        var nulls = Operands.Count(operand => operand.ValueKind == JsonValueKind.Null);

        // A null is of no value's type: beside elements of other types only, it does not make the answer certain.
        return ReferenceConditions.Join(sameType.Count > nulls ? sameType : all, inRequire: false);
    }

    /// <summary>"both are numbers, compared exactly"; <c>time.date</c> is "ordered by <c>lt</c>…<c>gte</c>".</summary>
    private Judgement Ordered(JsonElement value)
    {
        if (_operand.ValueKind == JsonValueKind.String && value.ValueKind == JsonValueKind.String)
        {
            return Ordered(string.CompareOrdinal(value.GetString(), _operand.GetString()));
        }

        return value.ValueKind != JsonValueKind.Number ? Judgement.Unknown(UnknownWhy.WrongType)
            : ExactNumber.Read(value) is not { } number ? Judgement.Unknown(UnknownWhy.InexactNumber)
            : Ordered(number.Units.CompareTo(ExactNumber.Read(_operand)!.Units));
    }

    private Judgement Ordered(int comparison) => Judgement.Of(_op switch
    {
        "lt" => comparison < 0,
        "lte" => comparison <= 0,
        "gt" => comparison > 0,
        _ => comparison >= 0,
    });

    /// <summary>"the pattern matches somewhere in the string"; "more than 65,536 characters: unknown".</summary>
    private Judgement Regex(JsonElement value) =>
        value.ValueKind != JsonValueKind.String ? Judgement.Unknown(UnknownWhy.WrongType)
        : value.GetString()!.Length > 65_536 ? Judgement.Unknown(UnknownWhy.TooLong)
        : Judgement.Of(ReferencePattern.Parse(_operand.GetString()!).MatchesSomewhere(value.GetString()!));

    /// <summary>"substring of a string, or <c>eq</c> to an element of an array".</summary>
    private Judgement Contains(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when _operand.ValueKind == JsonValueKind.String =>
            Judgement.Of(value.GetString()!.Contains(_operand.GetString()!, StringComparison.Ordinal)),
        JsonValueKind.Array => ReferenceConditions.Join(
            [Judgement.False, .. value.EnumerateArray().Select(element => Equal(element, _operand))], inRequire: false),
        _ => Judgement.Unknown(UnknownWhy.WrongType),
    };

    /// <summary>"ordinal; a text with a line break is unknown to <c>ends_with</c>".</summary>
    private Judgement StartsOrEnds(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Judgement.Unknown(UnknownWhy.WrongType);
        }

        var (text, part) = (value.GetString()!, _operand.GetString()!);
        return _op == "starts_with" ? Judgement.Of(text.StartsWith(part, StringComparison.Ordinal))
            : text.AsSpan().ContainsAny("\r\n") ? Judgement.Unknown(UnknownWhy.NotPlain)
            : Judgement.Of(text.EndsWith(part, StringComparison.Ordinal));
    }

    /// <summary>"number of Unicode scalar values, array elements or object members".</summary>
    private Judgement Length(JsonElement value)
    {
        int? length = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.EnumerateRunes().Count(),
            JsonValueKind.Array => value.GetArrayLength(),
            JsonValueKind.Object => value.EnumerateObject().Count(),
            _ => null,
        };
        return length is null ? Judgement.Unknown(UnknownWhy.WrongType)
            : Judgement.Of(_op == "length_gt" ? length > _operand.GetInt64() : length < _operand.GetInt64());
    }

    private Judgement PathWithin(JsonElement value) =>
        value.ValueKind != JsonValueKind.String ? Judgement.Unknown(UnknownWhy.WrongType)
        : Plain(ReferenceFilePath.Within(value.GetString()!, [.. Operands.Select(item => item.GetString()!)]));

    private Judgement HostIn(JsonElement value) =>
        value.ValueKind != JsonValueKind.String ? Judgement.Unknown(UnknownWhy.WrongType)
        : Plain(ReferenceUrl.HostIn(value.GetString()!, [.. Operands.Select(item => item.GetString()!)]));

    /// <summary>"its kinds are joined as the elements of <c>[*]</c> are: in <c>require</c> all are (not) listed, elsewhere some kind is".</summary>
    private Judgement SqlIn(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Judgement.Unknown(UnknownWhy.WrongType);
        }

        var text = value.GetString()!;
        if (text.Length > 65_536)
        {
            return Judgement.Unknown(UnknownWhy.TooLong);
        }

        if (ReferenceSql.Kinds(text) is not { } kinds)
        {
            return Judgement.Unknown(UnknownWhy.NotPlain);
        }

        var listed = Operands.Select(item => item.GetString()!).ToHashSet(StringComparer.Ordinal);
        return ReferenceConditions.Join(
            [.. kinds.Select(kind => Judgement.Of(listed.Contains(kind) == (_op == "sql_in")))], inRequire);
    }

    private static Judgement Plain(Truth truth) => new(truth, truth == Truth.Unknown ? UnknownWhy.NotPlain : UnknownWhy.None);
}
