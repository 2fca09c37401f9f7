using System.CommandLine;
using Gatehouse.Cli.DataFolders;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse keys add</c>: a new key seals from the next start on; what older ones sealed stays readable.</summary>
internal static class KeysAddCommand
{
    public static Command Create()
    {
        var folder = new FolderOptions();
        var command = new Verb(
            "add", "Add a key. It is used from the next start of the gateway on; older keys stay, to read what they sealed.",
            "gatehouse keys add",
            "gatehouse keys add --data /var/lib/gatehouse");
        folder.AddTo(command);
        command.SetAction(parsed => Run(Terminal.Of(parsed), folder.Folder(parsed)));
        return command;
    }

    private static int Run(Terminal terminal, string path)
    {
        var (folder, keys, fault) = BesideLedger.OpenFolder(path);
        if (folder is null || keys is null)
        {
            return terminal.Fail(fault!);
        }

        using (folder)
        {
            if (KeyFolder.Add(folder.Keys) is { } failed)
            {
                return terminal.Fail(failed);
            }

            terminal.Line($"key {keys.Newest + 1} is in {folder.Keys}; restart the gateway to use it, and back the folder up");
            return ExitCode.Success;
        }
    }
}
