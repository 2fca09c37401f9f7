namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>What a page may load and do: our own files, forms to ourselves, live lists of ours. Nothing inline, nothing from elsewhere.</summary>
internal static class ContentPolicy
{
    public const string Text =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";
}
