import java.io.File;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Report;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/**
 * Opens each file as Gephi does and prints tab-separated what it found: issues, counts, columns with their types, nodes
 * and edges with their days. GraphML is opened with "Don't merge", all else as Gephi does by itself.
 */
public class GephiCheck {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
            projects.newProject();
            Workspace workspace = projects.getCurrentWorkspace();
            ImportController importer = Lookup.getDefault().lookup(ImportController.class);
            Container container = importer.importFile(new File(file));
            if (file.endsWith(".graphml")) container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
            container.closeLoader();
            Report report = container.getReport();
            report.close();
            report.getIssues(100).forEachRemaining(i -> System.out.println("issue\t" + i.getLevel() + "\t" + i.getMessage()));
            importer.process(container, new DefaultProcessor(), workspace);
            GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
            System.out.println("count\t" + model.getGraph().getNodeCount() + "\t" + model.getGraph().getEdgeCount());
            System.out.println("time\t" + model.getConfiguration().getTimeRepresentation() + "\t" + model.getTimeFormat());
            for (Column c : model.getNodeTable()) System.out.println("node\t" + c.getTitle() + "\t" + c.getTypeClass().getSimpleName());
            for (Column c : model.getEdgeTable()) System.out.println("edge\t" + c.getTitle() + "\t" + c.getTypeClass().getSimpleName());
            for (Node n : model.getGraph().getNodes()) System.out.println("label\t" + n.getId() + "\t" + n.getLabel() + "\t" + days(n));
            for (Edge e : model.getGraph().getEdges()) {
                System.out.println("tie\t" + e.getSource().getId() + "\t" + e.getTarget().getId() + "\t" + e.getTypeLabel() + "\t" + e.getWeight() + "\t" + days(e));
            }
        }
        System.exit(0);
    }

    private static String days(Element element) {
        StringBuilder found = new StringBuilder();
        Interval[] spells = element.getIntervals();
        for (Interval i : spells == null ? new Interval[0] : spells) found.append(day(i.getLow())).append('/').append(day(i.getHigh())).append(' ');
        return found.toString().trim();
    }

    private static String day(double time) {
        return java.time.Instant.ofEpochMilli((long) time).toString().substring(0, 10);
    }
}
