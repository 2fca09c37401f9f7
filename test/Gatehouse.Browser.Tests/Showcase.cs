using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>What a small company has after a month: servers, agents, calls of thirty days, people, what waits; one server is up to something.</summary>
public sealed class Showcase : Installation
{
    private readonly List<ToolServer> _servers = [];
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private string _owner = "";

    public string CodePolicyId { get; private set; } = "";

    protected override string[] Settings => ["--calls-kept", "90d"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        using var members = await AskAsync(HttpMethod.Get, "members");
        _owner = members!.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
        await PeopleAsync();
        await PoliciesAndServersAsync();
        await CatalogueAsync();
        await CallsAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The request that waits for this tool.</summary>
    public async Task<string> WaitingAsync(string tool)
    {
        using var open = await AskAsync(HttpMethod.Get, $"approvals?tool={tool}");
        return open!.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    /// <summary>The newest call with an outcome.</summary>
    public async Task<string> CallAsync(string outcome)
    {
        using var found = await AskAsync(HttpMethod.Get, $"records?limit=1&outcome={outcome}");
        return found!.RootElement.GetProperty("items")[0].GetProperty("call").GetString()!;
    }

    protected override void Prepare(string data) => History.Write(
        data, TimeProvider.System.GetUtcNow().AddMinutes(-2),
        new Habit("payments", "support-refunds", "list_payments", 38, 22),
        new Habit("payments", "support-refunds", "create_refund", 9, 61) { Rule = "/tools/create_refund/deny_if/args.amount-gt", Denied = 22 },
        new Habit("code", "release-bot", "search_code", 34, 140),
        new Habit("code", "release-bot", "get_pull_request", 27, 85),
        new Habit("code", "release-bot", "push_files", 8, 310) { Rule = "/tools/push_files/deny_if/args.branch-in", Denied = 18 },
        new Habit("code", "editor-ada", "get_file_contents", 55, 48),
        new Habit("code", "editor-ada", "add_collaborator", 1, 90) { Rule = "/tools/add_collaborator/action", Denied = 100 },
        new Habit("desk", "desk-agent", "get_ticket", 42, 33),
        new Habit("desk", "desk-agent", "reply_to_ticket", 12, 220),
        new Habit("warehouse", "nightly-report", "run_query", 16, 1_840) { Rule = "/tools/run_query/require/args.sql-sql_in", Denied = 12, Failing = 6 });

    private async Task PeopleAsync()
    {
        await MemberAsync("approver", "grace");
        await MemberAsync("policy_manager", "linus");
        await MemberAsync("viewer", "margaret");
        using var invited = await AskAsync(HttpMethod.Post, "invitations", new { email = "edsger@northwind.example", role = "approver" });
        using var key = await AskAsync(HttpMethod.Post, "api-keys", new { label = "Terraform", role = "policy_manager", expires = Days(90) });
        using var hooks = await ChannelAsync("On call", "webhook", await ServeAsync());
        using var slack = await ChannelAsync("#agent-approvals", "slack", await ServeAsync());
    }

    private Task<JsonDocument?> ChannelAsync(string label, string kind, string url) =>
        AskAsync(HttpMethod.Post, "notices/channels", new { kind, label, url });

    private async Task PoliciesAndServersAsync()
    {
        var refunds = await PolicyAsync("Refunds up to 20", DemoPolicy, "Look, refund a little, ask above 20.00");
        CodePolicyId = await PolicyAsync("Coding agents", ShowcaseTools.CodePolicy.Replace("\"4h\"", "\"30m\"", StringComparison.Ordinal), "First version");
        using var published = await AskAsync(
            HttpMethod.Post, $"policies/{CodePolicyId}/versions", new { document = ShowcaseTools.CodePolicy, message = "Merges wait longer", confirmed = true }, "\"1\"");
        var desk = await PolicyAsync("Support desk", ShowcaseTools.DeskPolicy, "Reads and answers");
        var queries = await PolicyAsync("Read-only SQL", ShowcaseTools.QueryPolicy, "Only SELECT");
        var baseline = await PolicyAsync("Company baseline", ShowcaseTools.Baseline, "Nobody deletes a repository");
        using var organisation = await AskAsync(HttpMethod.Get, "organisation");
        var version = organisation!.RootElement.GetProperty("version").GetInt32();
        using var changed = await AskAsync(
            HttpMethod.Patch, "organisation", new { owners_may_approve = true, baseline_policy_id = baseline }, $"\"{version}\"");

        await ServerAsync("payments", "Payments", "Payments and refunds of the shop.", DemoUrl, "finance");
        await ServerAsync("code", "Code hosting", "Repositories, issues and deployments.", await ServeAsync(ShowcaseTools.Code), "engineering", "production");
        await ServerAsync("desk", "Support desk", "Tickets and customers.", await ServeAsync(ShowcaseTools.Desk), "support");
        await ServerAsync("warehouse", "Analytics warehouse", "Everything that happened, as tables.", await ServeAsync(ShowcaseTools.Warehouse), "data");
        await ServerAsync("rates", $"Rates {Workplace.Hostile[..26]}", "Exchange rates of a partner.", await ServeAsync(ShowcaseTools.Shifty), "partner");

        await GrantAsync("support-refunds", "Refund assistant", "payments", refunds, 30);
        await GrantAsync("release-bot", "Release bot", "code", CodePolicyId, 90);
        await GrantAsync("editor-ada", "Ada's editor", "code", CodePolicyId, 5);
        await GrantAsync("desk-agent", "Support agent", "desk", desk, 60);
        await GrantAsync("nightly-report", "Nightly reports", "warehouse", queries, 365);
        await GrantAsync("partner", "Partner sync", "rates", null, 14);
        await GrantAsync("crawler", "Old crawler", "desk", desk, 200);
        using var frozen = await AskAsync(HttpMethod.Put, "grants/crawler/freeze", new { why = "Reads far more tickets than it answers" });
    }

    private async Task CallsAsync()
    {
        using (var agent = await AgentAsync("support-refunds", "payments"))
        {
            await agent.CallAsync("list_payments", new { });
            await agent.CallAsync("create_refund", new { payment = "pay_7Jq2", amount = 1_250, reason = "arrived broken" });
            await agent.CallAsync("create_refund", new { payment = "pay_9sL0", amount = 48_000, reason = "customer is angry" });
            await agent.CallAsync("create_refund", new { payment = "pay_2fKd", amount = 4_990, reason = "Sent twice, the second one came back" });
        }

        using (var agent = await AgentAsync("release-bot", "code"))
        {
            await agent.CallAsync("search_code", new { query = "RetryPolicy" });
            await agent.CallAsync("push_files", new { repository = "shop", branch = "main", files = new[] { new { path = "src/app.ts" } } });
            await agent.CallAsync("merge_pull_request", new { repository = "shop", number = 1841, method = "squash", @base = "main" });
            await agent.CallAsync("delete_branch", new { repository = "shop", branch = "feature/\u202Eniam\u200B" + Workplace.Hostile[..25] });
            await agent.CallAsync("run_workflow", new { repository = "shop", workflow = "deploy-production" });
        }

        using (var agent = await AgentAsync("desk-agent", "desk"))
        {
            await agent.CallAsync("get_ticket", new { ticket = 5_512 });
            await agent.CallAsync("export_customers", new { format = "csv" });
        }

        using (var agent = await AgentAsync("nightly-report", "warehouse"))
        {
            await agent.CallAsync("run_query", new { sql = "SELECT day, sum(total) FROM orders GROUP BY day" });
            await agent.CallAsync("run_query", new { sql = "DELETE FROM orders" });
        }

        (await AgentAsync("partner", "rates")).Dispose();
        _servers[^1].List(ShowcaseTools.ShiftyLater);
        using var tested = await AskAsync(HttpMethod.Post, "servers/rates/test");
        (await AgentAsync("partner", "rates")).Dispose();
        await Workplace.EventuallyAsync(async () =>
        {
            using var records = await AskAsync(HttpMethod.Get, "records?grant=nightly-report&limit=1&outcome=denied");
            return !records!.RootElement.GetProperty("items")[0].GetProperty("call").GetString()!.StartsWith(History.Mark, StringComparison.Ordinal);
        });
    }

    private Task CatalogueAsync() => ImportAsync(
    [
        .. new (string, string, (string Name, string Description, string Schema)[])[]
        {
            ("acme/code", "Acme Code", ShowcaseTools.Code), ("acme/desk", "Acme Desk", ShowcaseTools.Desk), ("acme/warehouse", "Acme Warehouse", ShowcaseTools.Warehouse),
            ("evil/rates", Workplace.Hostile, ShowcaseTools.Shifty),
        }.SelectMany(static server => server.Item3.Select(tool => JsonSerializer.Serialize(new
        {
            source = "list", server = server.Item1, title = server.Item2, server_description = $"What {server.Item2} can do.", tool = tool.Name,
            description = tool.Description, args = new[] { new { name = "repository", type = "string", required = true, description = "Which one" } },
        }))),
    ]);

    private async Task<string> ServeAsync(params (string Name, string Description, string Schema)[] tools)
    {
        _servers.Add(await ToolServer.StartAsync(tools));
        return _servers[^1].Url;
    }

    private async Task<string> PolicyAsync(string name, string document, string message)
    {
        using var made = await AskAsync(HttpMethod.Post, "policies", new { name, document, message, confirmed = true });
        return made!.RootElement.GetProperty("id").GetString()!;
    }

    private async Task ServerAsync(string id, string name, string description, string url, params string[] tags)
    {
        using var made = await AskAsync(HttpMethod.Post, "servers", new { id, name, description, url, tags });
        using var tested = await AskAsync(HttpMethod.Post, $"servers/{id}/test");
    }

    private async Task GrantAsync(string id, string label, string server, string? policy, int days)
    {
        using var made = await AskAsync(HttpMethod.Post, "grants", new
        {
            id, label, server_id = server, policy_id = policy, owner_id = _owner, expires = Days(days),
        });
        _tokens[id] = made!.RootElement.GetProperty("token").GetString()!;
    }

    private async Task<Agent> AgentAsync(string grant, string server)
    {
        var agent = new Agent(Agents, server, _tokens[grant]);
        await agent.BeginAsync();
        return agent;
    }

    private static DateTimeOffset Days(int days) => TimeProvider.System.GetUtcNow().AddDays(days);
}
