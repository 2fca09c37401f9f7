using Gatehouse.Api.People;
using Gatehouse.Cli.Commands;
using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary>A real people's host, and a user's surroundings with a configuration folder of their own.</summary>
internal sealed class RemoteRig : IAsyncDisposable
{
    private readonly TempFolder _home = new();

    private RemoteRig(ControlRig server, SeededKey key) => (Server, Key) = (server, key);

    public ControlRig Server { get; }

    /// <summary>The key that the verbs use.</summary>
    public SeededKey Key { get; }

    public string LoginFile => Path.Combine(_home.Path, "config", "login.json");

    public string Address => Server.Address.GetLeftPart(UriPartial.Authority);

    public static async Task<RemoteRig> StartAsync(Role role = Role.Admin)
    {
        var server = await ControlRig.StartAsync();
        return new RemoteRig(server, await server.SeedAsync(role));
    }

    /// <summary>Runs a verb as somebody who is logged in by the two variables.</summary>
    public Task<CommandRun> RunAsync(params string[] args) => RunAsAsync(Key.Token, "", args);

    /// <summary>Runs a verb with a key and a standard input.</summary>
    public Task<CommandRun> RunAsAsync(string token, string input, params string[] args) => CommandRun.AroundAsync(
        new Dictionary<string, string> { ["GATEHOUSE_SERVER"] = Address, ["GATEHOUSE_API_KEY"] = token }, Home, input, args);

    /// <summary>Runs a verb without variables: what counts is the file of the login.</summary>
    public Task<CommandRun> RunFromFileAsync(string input, params string[] args) => CommandRun.AroundAsync([], Home, input, args);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _home.Dispose();
    }

    private string Home => Path.Combine(_home.Path, "config");
}
