using Gatehouse.Risk.Signals;

namespace Gatehouse.Risk.Tests.Signals;

public sealed class SignalTests
{
    [Theory]
    [InlineData("scoped", "delete_comment", "Deletes a comment", "", RiskLevel.High)]
    [InlineData("secret", "list_credentials", "List all stored credentials", "", RiskLevel.Medium)]
    [InlineData("secret", "set_api_key", "Set the API key", "", RiskLevel.High)]
    [InlineData("scoped", "delete_message", "Deletes a message from a channel", "discord-mcp", RiskLevel.High)]
    [InlineData("scoped", "delete_folder", "Delete a folder. A folder must be empty.", "", RiskLevel.High)]
    [InlineData("secret", "list_env", "List all environment variables", "", RiskLevel.Medium)]
    [InlineData("secret", "create_database_token", "Create a token for a database", "", RiskLevel.High)]
    [InlineData("private", "list_messages", "Get messages", "whatsapp-mcp", RiskLevel.Medium)]
    [InlineData("external", "create_invitation", "Creates an invitation for an e-mail address", "", RiskLevel.High)]
    [InlineData("admin", "user_create", "Create a user", "", RiskLevel.High)]
    [InlineData("admin", "assign_users_to_organization", "Assign users to an organization", "", RiskLevel.High)]
    [InlineData("private", "list_emails", "List emails in the inbox", "gmail-mcp", RiskLevel.Medium)]
    [InlineData("external", "send_message", "Send a message over WhatsApp", "whatsapp-mcp", RiskLevel.High)]
    [InlineData("private", "get_patient_medications", "Get medication orders for a patient", "", RiskLevel.Medium)]
    [InlineData("private", "get_channel_history", "Get recent messages from a channel", "slack", RiskLevel.Medium)]
    [InlineData("secret", "print_env", "", "", RiskLevel.Medium)]
    [InlineData("secret", "create_registration_token_for_repository", "Creates a token for a repository", "", RiskLevel.High)]
    [InlineData("external", "create_post", "Create a new post", "x-com-mcp-server", RiskLevel.High)]
    [InlineData("admin", "promote_participants", "Promote participants of a group", "", RiskLevel.High)]
    [InlineData("bulk", "batch_create_tasks", "Create multiple tasks", "", RiskLevel.High)]
    [InlineData("admin", "update_role", "Update a role and its permissions", "", RiskLevel.High)]
    [InlineData("code", "execute_command", "Execute a shell command using bash", "", RiskLevel.Critical)]
    [InlineData("code", "run_code", "Run code in a Docker container", "", RiskLevel.High)]
    [InlineData("overwrite", "replace_page_content", "Replace the content of a page", "", RiskLevel.Medium)]
    [InlineData("irreversible", "update_record", "Update a record. This cannot be undone.", "", RiskLevel.High)]
    [InlineData("physical", "set_thermostat", "Set the temperature of the thermostat", "", RiskLevel.High)]
    [InlineData("scoped", "delete_reply", "Permanently deletes a reply. This cannot be undone.", "", RiskLevel.High)]
    [InlineData("scoped", "delete_tags_from_organization", "Delete tags", "", RiskLevel.High)]
    [InlineData("scoped", "delete_connector", "Delete a connector", "miro", RiskLevel.High)]
    [InlineData("private", "get_lifetime_stats", "Retrieve the totals", "fitbit-mcp", RiskLevel.Medium)]
    [InlineData("private", "get_unread_messages", "Get what was not read yet", "", RiskLevel.Medium)]
    [InlineData("private", "chat_history", "", "", RiskLevel.Medium)]
    [InlineData("secret", "get_env_var", "Get one variable of the site", "", RiskLevel.Medium)]
    [InlineData("secret", "list_object_storage_keys", "List keys", "", RiskLevel.Medium)]
    [InlineData("external", "create_retweet", "Post it once more", "", RiskLevel.High)]
    [InlineData("dry", "simulate_transaction", "Simulate a transaction", "", RiskLevel.Low)]
    public void Assess_Signal_IsSeenAndMovesTheLevel(string signal, string name, string description, string server, RiskLevel level)
    {
        var said = Tool.Assess(name, description, server);

        Assert.Contains(signal, said.SignalNames());
        Assert.Equal(level, said.Level);
    }

    [Theory]
    [InlineData("scoped", "delete_comment", "Permanently deletes all comments. This cannot be undone.")]
    [InlineData("secret", "generate_password", "Generate a random password")]
    [InlineData("private", "list_email_templates", "List email templates")]
    [InlineData("external", "create_draft_tweet", "Create a draft tweet")]
    [InlineData("external", "publish_redis_message", "Publish a message to a Redis channel")]
    [InlineData("secret", "check_credentials_status", "Whether credentials are set")]
    [InlineData("irreversible", "update_record", "Update a record.")]
    [InlineData("bulk", "create_item", "If you need to create multiple items, call this once for each.")]
    [InlineData("secret", "get_design_tokens", "Get the design tokens")]
    [InlineData("code", "navigate", "Go to a page")]
    public void Assess_NearMiss_IsNoSignal(string signal, string name, string description) =>
        Assert.DoesNotContain(signal, Tool.Assess(name, description).SignalNames());

    [Fact]
    public void SignalTable_EverySignal_HasItsCaseHere()
    {
        var cases = typeof(SignalTests).GetMethod(nameof(Assess_Signal_IsSeenAndMovesTheLevel))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>()
            .Select(data => (string)data.Data[0]!).Distinct(StringComparer.Ordinal);

        Assert.Equal(SignalTable.All.Select(signal => signal.Name).Order(StringComparer.Ordinal), cases.Order(StringComparer.Ordinal));
    }
}
