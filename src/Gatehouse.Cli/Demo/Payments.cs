using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Cli.Demo;

/// <summary>The tools of the demo's server and what they do: nothing but counting.</summary>
internal sealed class Payments
{
    private static readonly (string Name, string Description, string Annotations, string Schema)[] _tools =
    [
        ("list_payments", "List the latest payments.", """{"readOnlyHint":true}""", """{"type":"object","properties":{}}"""),
        ("create_refund", "Refund a payment. Amount in cents.", "{}", """
            {"type":"object","properties":{"amount":{"type":"integer"},"reason":{"type":"string"}},"required":["amount"]}
            """),
        ("delete_customer", "Delete a customer and all payments.", """{"destructiveHint":true}""", """
            {"type":"object","properties":{"customer":{"type":"string"}},"required":["customer"]}
            """),
    ];

    private int _calls;

    /// <summary>How many calls came.</summary>
    public int Calls => _calls;

    /// <summary>Writes <c>result</c> or <c>error</c> of the answer.</summary>
    public void Answer(Utf8JsonWriter json, JsonElement request)
    {
        var parameters = request.TryGetProperty("params", out var given) ? given : default;
        switch (request.GetProperty("method").GetString())
        {
            case "initialize":
                Initialize(json, parameters);
                break;
            case "tools/list":
                List(json);
                break;
            case "tools/call":
                Call(json, parameters);
                break;
            case "ping":
                json.WriteStartObject("result");
                json.WriteEndObject();
                break;
            default:
                Error(json, -32601, "Method not found");
                break;
        }
    }

    private static void Initialize(Utf8JsonWriter json, JsonElement parameters)
    {
        json.WriteStartObject("result");
        json.WriteString("protocolVersion", parameters.GetProperty("protocolVersion").GetString());
        json.WriteStartObject("capabilities");
        json.WriteStartObject("tools");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("serverInfo");
        json.WriteString("name", "demo-payments");
        json.WriteString("version", "1");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json)
    {
        json.WriteStartObject("result");
        json.WriteStartArray("tools");
        foreach (var (name, description, annotations, schema) in _tools)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("description", description);
            json.WritePropertyName("annotations");
            json.WriteRawValue(annotations);
            json.WritePropertyName("inputSchema");
            json.WriteRawValue(schema);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Call(Utf8JsonWriter json, JsonElement parameters)
    {
        var name = parameters.GetProperty("name").GetString();
        var arguments = parameters.TryGetProperty("arguments", out var given) ? given : default;
        Interlocked.Increment(ref _calls);
        var text = name switch
        {
            "list_payments" => "1001: 4900 cents, 1002: 12000 cents, 1003: 800 cents",
            "create_refund" => $"Refunded {arguments.GetProperty("amount").GetInt64().ToString(CultureInfo.InvariantCulture)} cents.",
            "delete_customer" => "The customer is gone.",
            _ => null,
        };
        if (text is null)
        {
            Error(json, -32602, "Unknown tool");
            return;
        }

        json.WriteStartObject("result");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Error(Utf8JsonWriter json, int code, string message)
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    }
}
