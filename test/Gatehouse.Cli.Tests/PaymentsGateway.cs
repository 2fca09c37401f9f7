using Gatehouse.Cli.Client;
using Gatehouse.Cli.Demo;
using Gatehouse.Cli.Hosting;

namespace Gatehouse.Cli.Tests;

/// <summary>A real gateway before the demo's server, on a data folder that verbs can look into.</summary>
internal sealed class PaymentsGateway : IAsyncDisposable
{
    private const string Policy = """
        {"version":"1","default":"deny","tools":{
          "list_payments":{},
          "create_refund":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":10000}],"on_deny":"Too much."}]},
          "delete_customer":{"action":"require_approval","reason":"Deleting needs a person."}}}
        """;

    private readonly TempFolder _folder;
    private readonly LocalGateway _gateway;

    private PaymentsGateway(TempFolder folder, PaymentsServer server, LocalGateway gateway) =>
        (_folder, Server, _gateway) = (folder, server, gateway);

    public PaymentsServer Server { get; }

    public AgentClient Client => _gateway.Client;

    public string Data => DataOf(_folder);

    public static async Task<PaymentsGateway> StartAsync(TempFolder folder)
    {
        var server = await PaymentsServer.StartAsync(TestContext.Current.CancellationToken);
        var wrapped = new WrappedServer("payments", folder.Write("policy.json", Policy), [], server.Address, [], isSse: false, allowed: []);
        var load = wrapped.Load();
        Assert.Empty(load.Findings);
        var (gateway, fault) = await LocalGateway.OpenAsync(wrapped, load, DataOf(folder));
        Assert.Null(fault);
        var (_, refused) = await gateway!.Client.InitializeAsync(TestContext.Current.CancellationToken);
        Assert.Null(refused);
        return new PaymentsGateway(folder, server, gateway);
    }

    /// <summary>Calls a tool; the text of the answer.</summary>
    public async Task<string> CallAsync(string tool, string arguments)
    {
        var (result, fault) = await Client.CallAsync(tool, arguments, TestContext.Current.CancellationToken);
        return fault?.Message ?? result.GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static string DataOf(TempFolder folder) => Path.Combine(folder.Path, "data");
}
