using Gatehouse.Control.Catalogue.Rules;

namespace Gatehouse.Server.Site.Pages;

/// <summary><c>/tools/{server}/policy.json</c>: the recommended policy of a server, to download.</summary>
internal static class PolicyFile
{
    public static async Task ShowAsync(SiteCall call)
    {
        var slug = call.Part("server");
        if (await call.Index.ServerAsync(slug, call.Cancel) is not { Tools.IsEmpty: false } answer)
        {
            await call.AbsentAsync("policy", slug);
            return;
        }

        call.Http.Response.Headers.ContentDisposition = $"attachment; filename=\"{answer.Server.Slug}.policy.json\"";
        await call.WriteAsync("application/json", RecommendedPolicy.Of(answer.Tools));
    }
}
