using System.CommandLine;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.DataFolders;

namespace Gatehouse.Cli.Remote;

/// <summary>
/// The rule of the verbs that work in two places: <c>--data</c> or <c>--config</c> means a folder of this machine; else, who is
/// logged in means their server; else it is a folder of this machine.
/// </summary>
/// <remarks>SECURITY: a login that cannot be used is a failure, and never means this machine instead.</remarks>
internal sealed class EitherPlace
{
    /// <summary>Which folder.</summary>
    public FolderOptions Folder { get; } = new();

    private readonly RemoteOptions _remote = new();

    /// <summary>Adds the options to a verb, and says what it does in each place.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="here">On this machine; it is told whether the result is wanted as JSON.</param>
    /// <param name="there">On the server.</param>
    public void AddTo(
        Command command, Func<ParseResult, bool, CancellationToken, Task<int>> here, Func<ParseResult, RemoteSession, Task<int>> there)
    {
        Folder.AddTo(command);
        _remote.AddTo(command, IsHere, here, there);
    }

    private bool IsHere(ParseResult parsed) => Folder.IsNamed(parsed) || !new LoginFile(Surroundings.Of(parsed)).Exists;
}
