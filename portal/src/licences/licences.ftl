<#-- docs/licences.md, as the build writes it: what the portal brings along, which is all that is run. -->
# Licences

What `./whiteboard up` runs beside its own code, by licence. The build writes this list to `portal/target/licences/licences.md` and breaks on a licence that is not allowed in the
[pom](../portal/pom.xml); a test holds it against this page.

| library | licence |
|---|---|
<#list dependencyMap as entry>
| `${entry.getKey().groupId}:${entry.getKey().artifactId}` | <#list entry.getValue() as licence>${licence}<#sep>, </#list> |
</#list>
