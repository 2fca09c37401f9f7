using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Server.Site.Content;

namespace Gatehouse.Server.Site.Pages;

/// <summary>How a server is put behind the gateway.</summary>
internal static class Connecting
{
    /// <summary>The dashboard's page for a new server, filled in: with the policy of the whole server, or of one tool.</summary>
    public static string NewServer(CatalogueServer server, CatalogueTool? tool = null)
    {
        var address = Address(server);
        var gate = tool is null ? server.Slug : $"{server.Slug}/{tool.Slug}";
        return $"/servers/new?name={Uri.EscapeDataString(Spelt.Line(server.Shown, 60))}&id={Uri.EscapeDataString(Id(server))}"
            + (address is null ? "" : $"&url={Uri.EscapeDataString(address)}") + $"&gate={Uri.EscapeDataString(gate)}";
    }

    public static IEnumerable<Block> Blocks(CatalogueServer server)
    {
        if (Address(server) is { } address)
        {
            yield return new Block.Listing("On a Gatehouse server", $"gatehouse servers add {Id(server)} --url '{address}'", "sh");
        }

        if (Package(server) is { } package)
        {
            yield return new Block.Listing("On your machine", $"gatehouse run --policy policy.json -- {package}", "sh");
        }

        if (Address(server) is null && Package(server) is null)
        {
            yield return new Block.Paragraph(
                "Neither an address nor a package is known. If your client starts it already, ", new Inline.Name("gatehouse wrap"),
                " puts the gateway in between.");
        }

        yield return new Block.Buttons((NewServer(server), "Register this server", true), ("/inventory/import", "Add the rest of your stack", false));
    }

    // What stands in a command line is plain: no other name can be more than a word.
    private static string? Package(CatalogueServer server) => server.Packages.FirstOrDefault(static package => package.IndexOf(':', StringComparison.Ordinal) is > 0 and var at
        && package[..at] is "npm" or "pypi" && package[(at + 1)..].All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '@' or '/' or '.' or '_' or '-')
        && package[(at + 1)..][0] != '-') is { } found
        ? found.StartsWith("npm:", StringComparison.Ordinal) ? $"npx -y {found[4..]}" : $"uvx {found[5..]}"
        : null;

    private static string? Address(CatalogueServer server) => server.Addresses.FirstOrDefault(static address =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == "https" && uri.UserInfo.Length == 0
        && address.All(static letter => letter is > ' ' and < '\u007f' and not ('\'' or '"' or '\\' or '<' or '>' or '`')));

    private static string Id(CatalogueServer server)
    {
        var id = new string([.. server.Slug.Replace('_', '-').Take(60)]).Trim('-');
        return id.Length > 0 ? id : "server";
    }
}
