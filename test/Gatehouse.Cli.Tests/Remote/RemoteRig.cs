using Gatehouse.Api.People;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary>A real people's host, and a user's surroundings with a configuration folder of their own.</summary>
internal sealed class RemoteRig : IAsyncDisposable
{
    private readonly TempFolder _home = new();
    private readonly PlaneRig? _plane;

    private RemoteRig(ControlRig server, SeededKey key, PlaneRig? plane) => (Server, Key, _plane) = (server, key, plane);

    public ControlRig Server { get; }

    /// <summary>The key that the verbs use.</summary>
    public SeededKey Key { get; }

    /// <summary>Where calls are served, and an MCP server behind; only with <see cref="StartPlaneAsync"/>.</summary>
    public PlaneRig Plane => _plane!;

    public string LoginFile => Path.Combine(Home, "login.json");

    public string Folder => _home.Path;

    public string Address => Server.Address.GetLeftPart(UriPartial.Authority);

    private string Home => Path.Combine(_home.Path, "config");

    /// <summary>The people's side alone.</summary>
    public static async Task<RemoteRig> StartAsync(Role role = Role.Admin)
    {
        var server = await ControlRig.StartAsync();
        return new RemoteRig(server, await server.SeedAsync(role), null);
    }

    /// <summary>Both sides; the verbs are an admin's.</summary>
    public static async Task<RemoteRig> StartPlaneAsync(DeclaredFile? declared = null)
    {
        var plane = await PlaneRig.StartAsync(declared: declared);
        return new RemoteRig(plane.Control, plane.Admin, plane);
    }

    /// <summary>Runs a verb as somebody who is logged in by the two variables.</summary>
    public Task<CommandRun> RunAsync(params string[] args) => RunAsAsync(Key.Token, "", args);

    /// <summary>The same; it has to work.</summary>
    public async Task<CommandRun> DoAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run;
    }

    /// <summary>Runs a verb that tells on standard error how far it is; it has to work.</summary>
    public async Task<string> DoOrNoteAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.True(run.Code == 0, run.Error);
        return run.Output;
    }

    /// <summary>Runs a verb with a key and a standard input.</summary>
    public Task<CommandRun> RunAsAsync(string token, string input, params string[] args) => CommandRun.AroundAsync(
        new Dictionary<string, string> { ["GATEHOUSE_SERVER"] = Address, ["GATEHOUSE_API_KEY"] = token }, Home, input, args);

    /// <summary>Runs a verb with these variables and no login.</summary>
    public Task<CommandRun> RunWithAsync(Dictionary<string, string> variables, params string[] args) =>
        CommandRun.AroundAsync(variables, Home, "", args);

    /// <summary>Runs a verb without variables: what counts is the file of the login.</summary>
    public Task<CommandRun> RunFromFileAsync(string input, params string[] args) => CommandRun.AroundAsync([], Home, input, args);

    /// <summary>Writes a file beside.</summary>
    public string Write(string name, string text) => _home.Write(name, text);

    public async ValueTask DisposeAsync()
    {
        await (_plane?.DisposeAsync() ?? Server.DisposeAsync());
        _home.Dispose();
    }
}
