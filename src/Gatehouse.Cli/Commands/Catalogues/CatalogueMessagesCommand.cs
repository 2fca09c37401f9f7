using System.CommandLine;
using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Catalogues;

/// <summary><c>gatehouse catalogue messages</c>.</summary>
internal static class CatalogueMessagesCommand
{
    public static Command Create()
    {
        var command = new Verb("messages", "List what people wrote by the contact form of the catalogue.", "gatehouse catalogue messages --json");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "catalogue/messages", ApiJson.Default.PageCatalogueMessage, "nobody wrote",
            ["at", "from", "page", "message"],
            message => [
                message.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), message.Sender, message.Page, Visible.Short(message.Text, 200)]));
        return command;
    }
}
