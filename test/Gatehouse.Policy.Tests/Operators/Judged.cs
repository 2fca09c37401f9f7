using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

/// <summary>Binds operators to operands written as JSON and judges values written as JSON.</summary>
internal static class Judged
{
    /// <summary>The judgement as a word: <c>true</c>, <c>false</c>, or why it is unknown.</summary>
    public static string Of(string op, string operand, string? value, BindContext context = default)
    {
        var judgement = Value(Bind(op, operand, context), value);
        return judgement.Truth switch
        {
            Truth.True => "true",
            Truth.False => "false",
            _ => judgement.Why.ToString(),
        };
    }

    /// <summary>The test for an operand that has to be a valid one.</summary>
    public static Predicate Bind(string op, string operand, BindContext context = default)
    {
        using var document = JsonDocument.Parse(operand);
        var (test, fault) = OperatorTable.ByName[op].Bind(document.RootElement, context);
        Assert.True(fault is null, fault?.Message);
        return test!;
    }

    /// <summary>The fault for an operand that has to be a wrong one.</summary>
    public static Fault Fault(string op, string operand, BindContext context = default)
    {
        using var document = JsonDocument.Parse(operand);
        var (test, fault) = OperatorTable.ByName[op].Bind(document.RootElement, context);
        Assert.Null(test);
        Assert.NotNull(fault);
        return fault;
    }

    /// <summary>Judges one value; null is a missing one.</summary>
    public static Judgement Value(Predicate test, string? value)
    {
        return test(new ArgumentValue(Kind(value), Encoding.UTF8.GetBytes(value ?? "")));
    }

    /// <summary>A string as JSON text, escaped as little as possible.</summary>
    public static string Json(string text) => JsonSerializer.Serialize(
        text, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The type of a value by its JSON text; null is a missing one.</summary>
    public static ArgumentKind Kind(string? value) => value?[0] switch
    {
        '"' => ArgumentKind.String,
        't' => ArgumentKind.True,
        'f' => ArgumentKind.False,
        '[' => ArgumentKind.Array,
        '{' => ArgumentKind.Object,
        'n' or null => ArgumentKind.Missing,
        _ => ArgumentKind.Number,
    };
}
