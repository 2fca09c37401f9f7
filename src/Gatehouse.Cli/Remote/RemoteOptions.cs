using System.CommandLine;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Output;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Remote;

/// <summary><c>--json</c> and <c>--insecure-http</c>, which every verb of the API has, and the way from them to the server.</summary>
internal sealed class RemoteOptions
{
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Option<bool> _insecure = InsecureOption();

    /// <summary>The option by itself, for <c>login</c>.</summary>
    public static Option<bool> InsecureOption() => new("--insecure-http")
    {
        Description = "Send the API key over plain http to another machine, where the way is safe by other means",
    };

    /// <summary>Adds them to a command, and says what it does.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="run">What it does on the server; returns the exit code.</param>
    public void AddTo(Command command, Func<ParseResult, RemoteSession, Task<int>> run)
    {
        command.Options.Add(_json);
        command.Options.Add(_insecure);
        command.SetAction((parsed, cancel) => RunAsync(parsed, session => run(parsed, session), cancel));
    }

    /// <summary>Adds them to a verb that may come to the server by something else than the login.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="open">The way to the server, told whether plain HTTP was called safe; two nulls for the login's.</param>
    /// <param name="run">What it does on the server; returns the exit code.</param>
    public void AddTo(
        Command command, Func<ParseResult, bool, (ServerConnection? Connection, Fault? Fault)> open, Func<ParseResult, RemoteSession, Task<int>> run)
    {
        command.Options.Add(_json);
        command.Options.Add(_insecure);
        command.SetAction((parsed, cancel) => RunAsync(
            parsed, open(parsed, parsed.GetValue(_insecure)), session => run(parsed, session), cancel));
    }

    /// <summary>Adds them to a verb that works on a folder of this machine, too: see <see cref="EitherPlace"/>.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="isHere">Whether this machine is meant.</param>
    /// <param name="here">What it does here; it is told whether the result is wanted as JSON.</param>
    /// <param name="there">What it does on the server.</param>
    public void AddTo(
        Command command, Func<ParseResult, bool> isHere, Func<ParseResult, bool, CancellationToken, Task<int>> here,
        Func<ParseResult, RemoteSession, Task<int>> there)
    {
        command.Options.Add(_json);
        command.Options.Add(_insecure);
        command.SetAction((parsed, cancel) => isHere(parsed)
            ? here(parsed, parsed.GetValue(_json), cancel)
            : RunAsync(parsed, session => there(parsed, session), cancel));
    }

    private Task<int> RunAsync(ParseResult parsed, Func<RemoteSession, Task<int>> run, CancellationToken cancel) =>
        RunAsync(parsed, default, run, cancel);

    private async Task<int> RunAsync(
        ParseResult parsed, (ServerConnection? Connection, Fault? Fault) opened, Func<RemoteSession, Task<int>> run, CancellationToken cancel)
    {
        var terminal = Terminal.Of(parsed);
        var (connection, unusable) = opened is (null, null) ? OpenLogin(parsed) : opened;
        if (connection is null)
        {
            return terminal.Fail(unusable!);
        }

        using (connection)
        {
            Warn(terminal, connection.Address);
            return await run(new RemoteSession(connection, terminal, parsed.GetValue(_json), cancel));
        }
    }

    private (ServerConnection? Connection, Fault? Fault) OpenLogin(ParseResult parsed)
    {
        var (login, fault) = new LoginFile(Surroundings.Of(parsed)).Read();
        return login is null ? (null, fault) : ServerConnection.Open(login, parsed.GetValue(_insecure));
    }

    /// <summary>Says each time that the key can be read on the way.</summary>
    public static void Warn(Terminal terminal, Uri address)
    {
        if (ServerAddress.IsPlain(address))
        {
            terminal.Note($"{new Painted("careful", Tone.Careful)}: the API key goes to {ServerAddress.Shown(address)} unencrypted");
        }
    }
}
