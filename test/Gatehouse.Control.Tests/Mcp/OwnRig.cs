using System.Text;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Control.Tests.Catalogue;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Tools;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Role = Gatehouse.Api.People.Role;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>Both listeners, an organisation with a server, a policy, a grant and recorded calls, and the SDK's client on the own server.</summary>
internal sealed class OwnRig : IAsyncDisposable
{
    public const string Path = "/mcp/gatehouse";

    public const string Policy = """
        {"version":"1","default":"deny","tools":{
          "test_simple_text":{},
          "pay":{"deny_if":[{"id":"too-much","conditions":[{"path":"args.amount","op":"gt","value":100}],"on_deny":"Too much."}],
                 "limits":[{"counter":"calls","window":"day","max":5}]},
          "drop":{"action":"deny","reason":"Never."}}}
        """;

    private int _count;

    private OwnRig(PlaneRig plane, World world, SeededKey viewer, SeededKey stranger) =>
        (Plane, World, Viewer, Stranger) = (plane, world, viewer, stranger);

    public PlaneRig Plane { get; }

    public ControlRig Control => Plane.Control;

    public World World { get; }

    /// <summary>The key that an agent of the organisation holds.</summary>
    public SeededKey Viewer { get; }

    /// <summary>A viewer of another organisation.</summary>
    public SeededKey Stranger { get; }

    public static async Task<OwnRig> StartAsync(Func<ControlSettings, ControlSettings>? change = null)
    {
        var plane = await PlaneRig.StartAsync(change);
        var world = await plane.WorldAsync(Policy);
        await plane.Control.Ledger.Definitions.AcceptFirstAsync(
            "files", [Tool("test_simple_text"), Tool("pay", "Pays\u202e somebody"), Tool("drop")], TestContext.Current.CancellationToken);
        return new OwnRig(
            plane, world, await plane.Control.SeedAsync(Role.Viewer, plane.Admin.OrganisationId), await plane.Control.SeedAsync(Role.Viewer));
    }

    /// <summary>A call as the gateway records it; its id.</summary>
    public async Task<string> RecordAsync(
        string tool, string arguments = "{}", RecordedOutcome outcome = RecordedOutcome.Denied, string rule = "", string? approval = null)
    {
        var id = $"call-{++_count}";
        var detail = await Plane.AdminAsync("GET", $"policies/{World.Policy}");
        var receipt = await Control.Ledger.Ledger.Recorder!.IntendAsync(
            new CallIntent
            {
                CallId = id, Time = Control.Time.GetUtcNow(), Method = "tools/call", ServerId = World.Server, GrantId = World.Grant, Target = tool,
                DefinitionHash = "d", PolicyHash = detail["hash"]!, Outcome = outcome, Rule = rule, Arguments = Encoding.UTF8.GetBytes(arguments),
                Reserved = [], ApprovalId = approval, Session = "s1",
            },
            CancellationToken.None);
        Assert.Null(receipt.Fault);
        Assert.Null(await Control.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
        return id;
    }

    /// <summary>Puts entries into the catalogue.</summary>
    public Task CatalogueAsync(params IEnumerable<string> lines) => Control.WithAsync(async services =>
    {
        var now = Control.Time.GetUtcNow();
        return await services.GetRequiredService<CatalogueStore>().WriteAsync(
            session =>
            {
                ImportBatch.Write(session, new ImportTally(), lines.Select(line => EntryReader.Read(line, new EntryDefaults(null, now))), now);
                return 0;
            },
            CancellationToken.None);
    });

    /// <summary>The official client.</summary>
    /// <param name="key">Whose key it sends.</param>
    /// <param name="revision">The one that it asks for; null for whatever it likes best.</param>
    public Task<McpClient> ConnectAsync(SeededKey? key = null, string? revision = null) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(Plane.Agents, Path),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = $"Bearer {(key ?? Viewer).Token}" },
        }),
        new McpClientOptions { ProtocolVersion = revision });

    /// <summary>Calls a tool: what it answered, and whether that was an error.</summary>
    public async Task<(JsonElement Json, bool IsError)> AskAsync(string tool, object? arguments = null, SeededKey? key = null)
    {
        await using var client = await ConnectAsync(key);
        return await AskAsync(client, tool, arguments);
    }

    public static async Task<(JsonElement Json, bool IsError)> AskAsync(McpClient client, string tool, object? arguments = null)
    {
        var sent = JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject()
            .ToDictionary(one => one.Name, object? (one) => one.Value, StringComparer.Ordinal);
        var result = await client.CallToolAsync(tool, sent, cancellationToken: TestContext.Current.CancellationToken);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True(result.StructuredContent is not null, text);
        var json = JsonDocument.Parse(text).RootElement;
        Assert.True(JsonElement.DeepEquals(json, result.StructuredContent.Value), text);
        return (json, result.IsError == true);
    }

    /// <summary>One raw request: HTTP status and body.</summary>
    public async Task<(int Status, string Text)> PostAsync(string token, string body, string path = Path)
    {
        using var answer = await Plane.SendAsync(HttpMethod.Post, path, token, body);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static string Call(string tool, string arguments = "{}") =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";

    public ValueTask DisposeAsync() => Plane.DisposeAsync();

    public static ToolDefinition Tool(string name, string description = "") => ToolDefinition.Stored(
        name, JsonSerializer.SerializeToUtf8Bytes(new
        {
            description, inputSchema = new { properties = new { amount = new { type = "number" } }, type = "object" }, name,
        }));
}
