namespace Gatehouse.Browser.Tests;

/// <summary>What holds of every page: it opens, hostile text in it does nothing, and who may not is shown no control.</summary>
public sealed class EveryPageTests(Workplace workplace, Chromium chromium) : IClassFixture<Workplace>
{
    private static readonly string[] _policy = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"];

    [Theory]
    [InlineData(1360)]
    [InlineData(390)]
    public async Task Pages_WithHostileNames_ExecuteNothingContactNothingAndBreakNoPolicy(int width)
    {
        await using var window = await chromium.OpenAsync(new() { ViewportSize = new() { Width = width, Height = 844 } });
        await window.Page.AddInitScriptAsync(
            """
            window.jumped = 0;
            new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) jumped += one.value; }).observe({ type: "layout-shift", buffered: true });
            """);
        await workplace.Installation.SignInAsync(window);
        var problems = new List<string>();
        foreach (var path in await workplace.PathsAsync())
        {
            var answer = await window.Page.GotoAsync(new Uri(workplace.Installation.People, path).ToString());
            if (answer!.Status != (path == "no-such-page" ? 404 : 200))
            {
                problems.Add($"{path}: {answer.Status}");
            }

            if (!_policy.All(answer.Headers.GetValueOrDefault("content-security-policy", "").Split("; ").Contains))
            {
                problems.Add($"{path}: its content policy is another");
            }

            if (await window.Page.Locator("main img, main script, main [onerror], main [style]").CountAsync() is > 0 and var count
                && !path.StartsWith("no-such", StringComparison.Ordinal))
            {
                problems.Add($"{path}: {count} elements that no page of ours has");
            }

            if (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var over)
            {
                var widest = await window.Page.EvaluateAsync<string>(
                    "() => [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > innerWidth).at(-1)?.outerHTML.slice(0, 200) ?? ''");
                problems.Add($"{path}: {over} pixels too wide: {widest}");
            }

            if (path.EndsWith("/edit", StringComparison.Ordinal))
            {
                await new Builder(window).ReadyAsync();
            }

            // 0.1 is what browsers' makers call good.
            var jumped = await window.Page.EvaluateAsync<double>("() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(jumped))))");
            if (jumped > 0.1)
            {
                problems.Add($"{path}: jumps by {jumped:0.00}");
            }

            problems.AddRange(window.Complaints.Select(complaint => $"{path}: {complaint}"));
            window.Forget();
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task HostileNames_AreShownAsTheyWereTyped()
    {
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, path: "servers/payments");

        await Assertions.Expect(window.Page.Locator(".lead")).ToContainTextAsync("<script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>");
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("approver")]
    [InlineData("policy_manager")]
    public async Task Pages_OfALesserRole_ShowNoFormThatTheRoleIsRefused(string role)
    {
        var email = await workplace.Installation.MemberAsync(role);
        await using var window = await chromium.OpenAsync();
        await workplace.Installation.SignInAsync(window, email);
        var refused = new List<string>();
        var tried = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in await workplace.PathsAsync())
        {
            var status = await window.GoAsync(workplace.Installation.People, path);
            if (status == 403)
            {
                continue; // A page that the role may not see has no controls.
            }

            // Each form is sent as it stands, with nothing filled in: whoever may is told what is missing, whoever may not is told 403.
            var targets = await window.Page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll("form")].filter(form => form.method === "post")
                  .flatMap(form => [form.action, ...[...form.querySelectorAll("[formaction]")].map(button => button.formAction)])
                """);
            foreach (var target in targets.Where(target => !target.EndsWith("/sign-out", StringComparison.Ordinal) && tried.Add(target)))
            {
                var answer = await window.Page.EvaluateAsync<int>(
                    "target => fetch(target, { method: 'POST', body: new URLSearchParams({ version: '-1' }), redirect: 'manual', headers: { Accept: 'application/json' } })"
                    + ".then(answer => answer.status)", target);
                if (answer == 403)
                {
                    refused.Add($"{path}: {target}");
                }
            }

            // Links, too: a way that ends at a refusal is no way. What one page was asked for, the next need not be.
            var links = await window.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('a[href^=\"/\"]')].map(link => link.getAttribute('href')).filter(href => !href.startsWith('/api'))");
            foreach (var link in links.Select(link => link.Split('#')[0]).Where(tried.Add))
            {
                var answer = await window.Page.EvaluateAsync<int>(
                    "link => fetch(link, { headers: { Accept: 'application/json' } }).then(answer => { const s = answer.status; answer.body?.cancel(); return s; })", link);
                if (answer == 403)
                {
                    refused.Add($"{path}: link {link}");
                }
            }
        }

        Assert.Empty(refused);
    }
}
