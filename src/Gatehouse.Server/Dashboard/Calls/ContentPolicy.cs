namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>What a page may load and do: our own files, forms to ourselves, live lists of ours. Nothing inline, nothing from elsewhere.</summary>
internal static class ContentPolicy
{
    public const string Text = Loads + Forms + Ends;

    private const string Loads = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; ";
    private const string Forms = "form-action 'self'; ";
    private const string Ends = "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The same for a page whose form's answer sends the browser on, to one other place alone.</summary>
    /// <param name="to">SECURITY: checked before, so that nothing in it ends the directive.</param>
    public static string AndFormsTo(Uri to)
    {
        var place = to.Host.Length > 0 && to.Scheme is "https" or "http" ? $"{to.Scheme}://{to.IdnHost}:{to.Port}" : to.Scheme + ":";
        return place.AsSpan().ContainsAny(";,'\" ") ? Text : $"{Loads}form-action 'self' {place}; {Ends}";
    }
}
